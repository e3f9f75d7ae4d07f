package io.tcpclose.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One run of the finished jar, without an agent. */
final class DemoRun implements AutoCloseable {
    private static final String JAR = "target/demo-app.jar";
    private static final Pattern PEER = Pattern.compile("the peer is process (\\d+);.*");
    private static final Pattern PORT = Pattern.compile(".*\\[(\\d+)]");

    private final Process process;
    private final BufferedReader stdout;
    private final List<String> lines = new ArrayList<>();

    private DemoRun(Process process) {
        this.process = process;
        this.stdout = process.inputReader();
    }

    static DemoRun of(String... args) throws IOException {
        return start(List.of("-jar", JAR), args);
    }

    /** Without what the manifest opens: scenarios of native code fail. */
    static DemoRun withoutOpens(String... args) throws IOException {
        return start(List.of("-cp", JAR, Demo.class.getName()), args);
    }

    private static DemoRun start(List<String> program, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program);
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return new DemoRun(builder.start());
    }

    /** Reads on until the states are held. */
    DemoRun untilHolding() throws IOException {
        return untilLine("holding");
    }

    DemoRun untilLine(String start) throws IOException {
        String line;
        do {
            line = stdout.readLine();
            if (line == null) {
                throw new IOException("the run ended before '" + start + "': " + lines + stderr());
            }
            lines.add(line);
        } while (!line.startsWith(start));
        return this;
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

    long peerPid() {
        return Long.parseLong(first(PEER));
    }

    List<ProcessHandle> children() {
        return process.children().toList();
    }

    /** A zombie has no command any more. */
    boolean peerRuns() {
        return ProcessHandle.of(peerPid())
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

    /** SIGTERM. Process.destroy would close the streams as well. */
    void terminate() {
        process.toHandle().destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
