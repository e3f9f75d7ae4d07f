package io.tcpclose.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM of its own, with the finished jar as its agent. */
record Forked(int exitCode, String stdout, String stderr) {
    static final Path JAR = Path.of(System.getProperty("basedir", "."))
            .resolve("target/tcpclose-agent.jar")
            .toAbsolutePath();

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final int PATIENCE_SECONDS = 120;

    /** Homes by version: those of the property {@code tcpclose.jdks}, else the running one. */
    static Map<Integer, Path> jdks() {
        String named = System.getProperty("tcpclose.jdks", "").trim();
        String homes = named.isEmpty() ? System.getProperty("java.home") : named;
        Map<Integer, Path> jdks = new TreeMap<>();
        Arrays.stream(homes.split(",")).map(String::trim).map(Path::of).forEach(home -> jdks.put(feature(home), home));
        return jdks;
    }

    private static int feature(Path home) {
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            if (!version.find()) throw new IllegalArgumentException("no JDK: " + home);
            return Integer.parseInt(version.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a main class of this module's tests to its end.
     *
     * @param agent the agent's argument
     * @param vm options of the JVM
     */
    static Forked run(Path jdk, String agent, List<String> vm, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/java").toString());
        command.addAll(vm);
        command.add("-javaagent:" + JAR + "=" + agent);
        command.addAll(List.of("-cp", testClasses(), main.getName()));
        command.addAll(arguments);
        Path out = Files.createTempFile("forked", ".out");
        Path err = Files.createTempFile("forked", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(key -> key.startsWith("TCPCLOSE_") || key.startsWith("JAVA_TOOL"));
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + command + "\n" + Files.readString(err));
            }
            return new Forked(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String testClasses() {
        return Path.of(System.getProperty("basedir", "."), "target", "test-classes")
                .toAbsolutePath()
                .toString();
    }
}
