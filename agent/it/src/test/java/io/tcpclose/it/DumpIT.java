package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.story.Exhaustion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report that is written when descriptors run out, by a JVM that has none left to write it with. */
class DumpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int DESCRIPTORS = 128;
    private static final String CONNECT = Exhaustion.class.getName() + ".connect(Exhaustion.java:";

    private static Peer peer;
    private static int port;

    @BeforeAll
    static void startPeer() throws IOException {
        peer = Peer.start(Stage.folder("dump", Jdk.running()).resolve("peer"));
        port = peer.listen("hold");
    }

    @AfterAll
    static void stopPeer() {
        peer.close();
    }

    /** What is left of a run, and what was there while it still held its descriptors. */
    private record Run(List<String> stdout, List<String> stderr, List<Path> files) {
        String said(String part) {
            assertThat(stderr).filteredOn(line -> line.contains(part)).as(part).hasSize(1);
            return stderr.stream()
                    .filter(line -> line.contains(part))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Run run(Jdk jdk, String name, String options, String... arguments) throws Exception {
        Path folder = Stage.folder("dump-" + name, jdk);
        for (Path old : dumps(folder)) Files.delete(old);
        AgentConfig config = AgentConfig.in(folder).set("report", "none");
        for (String option : options.split(",")) {
            String[] words = option.split("=", 2);
            config.set(words[0], words[1].replace("FOLDER", folder.toString()));
        }
        Fork fork = Fork.of(jdk)
                .by("bash", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$0\" \"$@\"")
                .agent(config.argument())
                .main(Exhaustion.class, arguments);
        try (Forked app = fork.start(folder)) {
            app.await("READY", PATIENCE);
            if (options.contains("dump.path")) until(() -> dumps(folder).size() == 1);
            else TimeUnit.MILLISECONDS.sleep(1_500);
            app.send("x");
            app.await("HOLD", PATIENCE);
            until(() -> app.stderr().stream().anyMatch(line -> line.contains(": the report ")));
            // Beside the first report, which is told first, comes the file of the next.
            if (options.contains("dump.fds=") && options.contains("dump.path"))
                until(() -> dumps(folder).size() == 2);
            List<Path> files = dumps(folder);
            app.send("x");
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertThat(dumps(folder)).as("no empty file is left behind").noneMatch(DumpIT::isTemporary);
            return new Run(app.stdout(), app.stderr(), files);
        }
    }

    private static boolean isTemporary(Path file) {
        return file.getFileName().toString().startsWith(".tcpclose-");
    }

    private static List<Path> dumps(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("dump") || isTemporary(file))
                    .sorted()
                    .toList();
        }
    }

    private static void until(Callable<Boolean> state) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!state.call()) {
            if (System.nanoTime() > deadline) throw new AssertionError("not reached");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @TestFactory
    Stream<DynamicContainer> noDescriptorLeft_isReportedAllTheSame() {
        return OnEachJdk.run(jdk -> Stream.of("connect", "accept", "channel")
                .map(how -> DynamicTest.dynamicTest(how, () -> assertReported(jdk, how))));
    }

    private static void assertReported(Jdk jdk, String how) throws Exception {
        Run run = run(jdk, how, "dump.path=FOLDER/dump-%p.json", how, "" + port, "1000");
        assertThat(run.stdout()).contains("OUT Too many open files");
        assertThat(run.said("a socket could not be opened, Too many open files"))
                .contains("(the limit is " + DESCRIPTORS + ")", "dump-");
        assertThat(run.files()).hasSize(1);
        Path file = run.files().get(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        AgentReport report = AgentReport.read(file);
        ReportSchema.assertValid(report);
        if (how.equals("connect"))
            assertThat(report.connections().map(c -> c.at("/openedStack/0").asText()))
                    .filteredOn(frame -> frame.startsWith(CONNECT))
                    .hasSizeGreaterThan(DESCRIPTORS / 2);
    }

    @Test
    void share_isReportedBefore_andBothReportsAreKept() throws Exception {
        Run run = run(
                Jdk.running(),
                "share",
                "dump.path=FOLDER/dump.txt,dump.fds=80%,redact=addresses",
                "connect",
                "" + port,
                "105");
        assertThat(run.stdout()).doesNotContain("OUT Too many open files");
        assertThat(run.said("dump.fds=80%")).contains(" of " + DESCRIPTORS + " descriptors are open");
        Path written = run.files().stream()
                .filter(file -> !isTemporary(file))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(written)).contains("TOP OPENERS", "addr-1").doesNotContain("127.0.0.1");
        assertThat(run.files()).as("the next one is kept open").anyMatch(DumpIT::isTemporary);
    }

    @ParameterizedTest
    @CsvSource({"105, descriptors are open", "1000, Too many open files"})
    void withoutAPath_itIsPrinted(String sockets, String why) throws Exception {
        Run run = run(Jdk.running(), "stderr-" + sockets, "dump.fds=80%", "connect", "" + port, sockets);
        assertThat(run.stderr())
                .filteredOn(line -> line.endsWith(": the report follows"))
                .isNotEmpty();
        assertThat(run.stderr()).anyMatch(line -> line.contains(why) || sockets.equals("1000"));
        assertThat(run.stderr()).anyMatch(line -> line.contains(Exhaustion.class.getName() + ".connect -> "));
        assertThat(run.stderr()).hasSizeLessThan(130);
    }

    @Test
    void folderThatIsNotThere_isSaid() throws Exception {
        Path folder = Stage.folder("dump-nowhere", Jdk.running());
        Fork fork = Fork.of(Jdk.running())
                .agent(AgentConfig.in(folder)
                        .set("report", "none")
                        .set("dump.path", folder.resolve("no/dump.txt").toString())
                        .argument())
                .main(Exhaustion.class, "connect", "" + port, "1");
        try (Forked app = fork.start(folder)) {
            app.await("READY", PATIENCE);
            until(() -> app.stderr().stream().anyMatch(line -> line.contains("is off, reports go to stderr")));
        }
    }
}
