package io.tcpclose.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A JDK to measure on, by its home. */
record Jdk(Path home) {
    String java() {
        return home.resolve("bin/java").toString();
    }

    String version() throws IOException {
        return release("JAVA_VERSION");
    }

    int feature() throws IOException {
        return Integer.parseInt(version().split("[.+-]")[0]);
    }

    String description() throws IOException {
        return release("IMPLEMENTOR") + " " + release("JAVA_RUNTIME_VERSION");
    }

    private String release(String key) throws IOException {
        Properties release = new Properties();
        try (var in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        }
        return release.getProperty(key, "").replace("\"", "");
    }
}
