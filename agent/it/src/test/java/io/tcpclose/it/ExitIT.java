package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.story.Exits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However an application ends, it ends as it would without the agent, and the report is of its end. */
class ExitIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SIGTERM = 128 + 15;
    /** The pipe has its reader in the JVM itself, and all its room taken. */
    private static final String FULL_STDERR =
            "rm -f $0 && mkfifo $0 && exec 9<>$0 && head -c 65536 /dev/zero >&9 && exec \"$@\" 2>&9";

    private record Ended(int code, List<String> stdout, List<String> stderr, Path reportFile, long millis) {
        List<String> rules() throws Exception {
            return AgentReport.read(reportFile).findings().map(Finding::rule).toList();
        }
    }

    /** The place after the application's hooks is an internal of each JDK. */
    @TestFactory
    Stream<DynamicContainer> exit_reportsWhatIsOpenThen() {
        return OnEachJdk.run(
                jdk -> Stream.of(test(jdk, "exit", 7), test(jdk, "signal", SIGTERM), test(jdk, "uncaught", 1)));
    }

    private static DynamicTest test(Jdk jdk, String how, int code) {
        return dynamicTest(how, () -> {
            Ended ended = end(jdk, how, how.equals("signal"));
            assertThat(ended.code()).isEqualTo(code);
            assertThat(ended.stdout()).containsExactly("OPEN", "HOOK");
            assertThat(ended.rules()).containsExactly("open-at-exit");
            assertThat(ended.stderr().stream().anyMatch(line -> line.contains("on purpose")))
                    .isEqualTo(how.equals("uncaught"));
        });
    }

    @ParameterizedTest
    @CsvSource({"return, 0", "deadlock, 5"})
    void connectionClosedBeforeTheEnd_isNotReported(String how, int code) throws Exception {
        Ended ended = end(Jdk.running(), how, false);
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.stdout()).containsExactly("OPEN", "HOOK");
        assertThat(ended.rules()).isEmpty();
        assertThat(AgentReport.read(ended.reportFile()).count("closed")).isEqualTo(1);
        assertThat(ended.millis())
                .as("hooks that wait for each other are waited for, and no longer")
                .isLessThan(how.equals("deadlock") ? 3 * Exits.DEADLOCK_MS : Exits.DEADLOCK_MS);
    }

    @ParameterizedTest
    @CsvSource("halt, 3")
    void halt_leavesNoReportAndNoTrace(String how, int code) throws Exception {
        Ended ended = end(Jdk.running(), how, false);
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.stdout()).containsExactly("OPEN");
        assertThat(ended.stderr()).hasSize(1);
        assertThat(ended.reportFile()).doesNotExist();
        try (Stream<Path> files = Files.list(ended.reportFile().getParent())) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(".tcpclose")))
                    .isEmpty();
        }
    }

    /** As with a supervisor that has stopped reading: not even the start line finds room. */
    @TestFactory
    Stream<DynamicContainer> stderrOnAFullPipe_keepsNeitherTheStartNorTheEnd() {
        return OnEachJdk.run(jdk -> Stream.of(withFullStderr(jdk, "exit", 7), withFullStderr(jdk, "signal", SIGTERM)));
    }

    private static DynamicTest withFullStderr(Jdk jdk, String how, int code) {
        return dynamicTest(how, () -> {
            Path folder = Stage.folder("full-stderr-" + how, jdk);
            Path report = folder.resolve("report.json");
            Fork fork = Fork.of(jdk).agent("report=" + report).by("sh", "-c", FULL_STDERR, "" + folder.resolve("err"));
            Ended ended = end(fork, folder, how, how.equals("signal"));
            assertThat(ended.code()).isEqualTo(code);
            assertThat(ended.stdout()).containsExactly("OPEN", "HOOK");
            assertThat(ended.rules()).containsExactly("open-at-exit");
        });
    }

    private static Ended end(Jdk jdk, String how, boolean signal) throws Exception {
        Path folder = Stage.folder("end-" + how, jdk);
        return end(Fork.of(jdk).agent(AgentConfig.in(folder).argument()), folder, how, signal);
    }

    private static Ended end(Fork fork, Path folder, String how, boolean signal) throws Exception {
        Path report = folder.resolve("report.json");
        Files.deleteIfExists(report);
        try (Peer peer = Peer.start(folder.resolve("peer"));
                Forked app =
                        fork.main(Exits.class, how, "" + peer.listen("hold")).start(folder)) {
            app.await("OPEN", PATIENCE);
            long start = System.nanoTime();
            if (signal) {
                ProcessHandle.of(app.pid()).orElseThrow().destroy();
            }
            int code = app.exitCode(PATIENCE);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return new Ended(code, app.stdout(), app.stderr(), report, millis);
        }
    }
}
