package io.tcpclose.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of the finished jar, without an agent. */
final class DemoRun implements AutoCloseable {
    private static final Pattern PEER = Pattern.compile(".*the peer is process (\\d+)(;.*)?");
    private static final Pattern PORT = Pattern.compile(".*\\[(\\d+)]");

    private final Process process;
    private final BufferedReader stdout;
    private final List<String> lines = new ArrayList<>();

    private DemoRun(Process process) {
        this.process = process;
        this.stdout = process.inputReader();
    }

    static DemoRun of(String... args) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = Stream.concat(Stream.of(java.toString(), "-jar", "target/demo-app.jar"), Stream.of(args))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return new DemoRun(builder.start());
    }

    /** Reads on until the states are held. */
    DemoRun untilHolding() throws IOException {
        return until("holding");
    }

    /** Reads on until a line begins so. */
    DemoRun until(String beginning) throws IOException {
        String line;
        do {
            line = stdout.readLine();
            if (line == null) {
                throw new IOException("the run ended before '" + beginning + "': " + lines + stderr());
            }
            lines.add(line);
        } while (!line.startsWith(beginning));
        return this;
    }

    /** Descriptors that the demo has open. */
    int descriptors() {
        return Objects.requireNonNull(new File("/proc/" + pid() + "/fd").list()).length;
    }

    /** As Ctrl-C and an orchestrator do. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Returns the exit code. */
    int untilEnd() throws InterruptedException {
        stdout.lines().forEach(lines::add);
        return process.waitFor();
    }

    List<String> lines() {
        return lines;
    }

    String stderr() {
        return process.errorReader().lines().collect(Collectors.joining("\n"));
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return Integer.parseInt(first(PORT));
    }

    /** A zombie has no command any more. */
    boolean peerRuns() {
        return ProcessHandle.of(Long.parseLong(first(PEER)))
                .flatMap(peer -> peer.info().command())
                .isPresent();
    }

    private String first(Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseThrow();
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
