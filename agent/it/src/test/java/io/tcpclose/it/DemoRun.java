package io.tcpclose.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One run of the finished demo jar. */
final class DemoRun implements AutoCloseable {
    static final Path MODULE = Path.of("..", "..", "demo-app");

    private static final Pattern SCENARIO = Pattern.compile("(\\S+) +(misuse|legal) .*\\[([\\d, ]*)]");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A scenario that the run's stdout names. */
    record Played(String name, boolean misuse, List<Integer> ports) {
        /** Its class: {@code eof-not-closed} is played by {@code EofNotClosed}. */
        String type() {
            return Arrays.stream(name.split("-"))
                    .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                    .collect(Collectors.joining());
        }
    }

    private final Forked process;
    private int exitCode = -1;

    private DemoRun(Forked process) {
        this.process = process;
    }

    static DemoRun withoutAgent(Jdk jdk) throws IOException {
        return start(Fork.of(jdk), Stage.folder("demo-plain", jdk));
    }

    /** @param name of the folder for its output */
    static DemoRun withAgent(Jdk jdk, String name, String options) throws IOException {
        Path folder = Stage.folder("demo-" + name, jdk);
        String more = options.isEmpty() ? "" : "," + options;
        return start(Fork.of(jdk).agent("report=" + folder.resolve("report.json") + more), folder);
    }

    /** Under the agent; see the demo's own {@code --help}. */
    static DemoRun explaining(Jdk jdk, String what) throws IOException {
        Path folder = Stage.folder("explain", jdk);
        Fork fork = Fork.of(jdk).agent(AgentConfig.in(folder).argument());
        return start(fork, folder, "explain", what);
    }

    private static DemoRun start(Fork fork, Path folder, String... args) throws IOException {
        String jar = MODULE.resolve("target/demo-app.jar").toString();
        return new DemoRun(fork.program("-jar", jar).program(args).start(folder));
    }

    void awaitEnd() throws InterruptedException {
        exitCode = process.exitCode(PATIENCE);
    }

    int exitCode() {
        return exitCode;
    }

    List<String> stdout() {
        return process.stdout();
    }

    /** Without the numbers that no two runs share: ports and the peer's process. */
    List<String> comparableStdout() {
        return stdout().stream()
                .map(line -> line.replaceAll("\\[[\\d, ]*]", "[]").replaceAll("process \\d+", "process"))
                .toList();
    }

    List<Played> scenarios() {
        return stdout().stream()
                .map(SCENARIO::matcher)
                .filter(Matcher::matches)
                .map(row -> new Played(row.group(1), row.group(2).equals("misuse"), ports(row.group(3))))
                .toList();
    }

    private static List<Integer> ports(String list) {
        return Arrays.stream(list.split("\\D+"))
                .filter(word -> !word.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    AgentReport report() throws IOException {
        return AgentReport.read(process.folder().resolve("report.json"));
    }

    @Override
    public void close() {
        process.close();
    }
}
