package io.tcpclose.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent's jar as a program. */
final class Cli {
    private final List<String> before = new ArrayList<>();

    private Cli(Jdk jdk) {
        before.add(jdk.java());
        before.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    static Cli of(Jdk jdk) {
        return new Cli(jdk);
    }

    Cli vm(String... options) {
        before.addAll(Arrays.asList(options));
        return this;
    }

    /** Another program, which becomes the JVM by exec. */
    Cli by(String... words) {
        before.addAll(0, Arrays.asList(words));
        return this;
    }

    record Ended(int code, List<String> out, List<String> err) {
        String text() {
            return String.join("\n", out);
        }

        String said() {
            return String.join("\n", err);
        }
    }

    Ended run(String... words) throws IOException, InterruptedException {
        return run(AgentJar.path(), words);
    }

    Ended run(Path jar, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(Arrays.asList(words));
        Path out = Files.createTempFile("cli", ".out");
        Path err = Files.createTempFile("cli", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + command);
        }
        Ended ended = new Ended(process.exitValue(), lines(out), lines(err));
        Files.delete(out);
        Files.delete(err);
        return ended;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    }
}
