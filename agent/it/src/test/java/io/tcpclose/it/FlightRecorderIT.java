package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.it.story.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Events of a recording, as the JDK's own {@code jfr print} shows them; and that without a recording there is nothing of JFR. */
class FlightRecorderIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** So that only the end of the recording makes the agent tell what it knows. */
    private static final String SELDOM = "probe.interval=1h,report=none,log=none";

    private static final String SITE = Recorded.class.getName();

    private static Peer peer;
    private static int port;

    @BeforeAll
    static void startPeer() throws IOException {
        peer = Peer.start(Stage.folder("jfr-events", Jdk.running()).resolve("peer"));
        port = peer.listen("echo close");
    }

    @AfterAll
    static void stopPeer() {
        peer.close();
    }

    @FunctionalInterface
    private interface Meanwhile {
        void with(Forked app, Path file) throws Exception;
    }

    /** Each time the file that is left. */
    private static Path run(Fork fork, Path folder, Meanwhile open, Meanwhile done) throws Exception {
        Path file = folder.resolve("events.jfr");
        Files.deleteIfExists(file);
        try (Forked app = fork.main(Recorded.class, "" + port).start(folder)) {
            app.await("READY", PATIENCE);
            open.with(app, file);
            TimeUnit.SECONDS.sleep(1);
            app.send("go on");
            app.await("DONE", PATIENCE);
            done.with(app, file);
            app.send("end");
            assertThat(app.exitCode(PATIENCE)).isZero();
        }
        return file;
    }

    private static String recordingTo(Path folder) {
        return "-XX:StartFlightRecording:filename=" + folder.resolve("events.jfr");
    }

    /** By the JDK that the application ran on. */
    private static List<JsonNode> events(Jdk jdk, Path file) throws Exception {
        Process jfr = new ProcessBuilder(tool(jdk, "jfr"), "print", "--json", "--events", "io.tcpclose.*", "" + file)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<JsonNode> events = new ArrayList<>();
        new ObjectMapper()
                .readTree(jfr.getInputStream())
                .at("/recording/events")
                .forEach(events::add);
        assertThat(jfr.waitFor()).isZero();
        return events;
    }

    private static String tool(Jdk jdk, String name) {
        return jdk.home().resolve("bin").resolve(name).toString();
    }

    private static JsonNode only(List<JsonNode> events, String type, String field, String value) {
        List<JsonNode> found = events.stream()
                .filter(event -> event.get("type").asText().equals("io.tcpclose." + type))
                .map(event -> event.get("values"))
                .filter(values -> values.path(field).asText().equals(value))
                .toList();
        assertThat(found).as("%s with %s=%s of %s", type, field, value, events).hasSize(1);
        return found.get(0);
    }

    private static Instant start(JsonNode values) {
        return OffsetDateTime.parse(values.get("startTime").asText()).toInstant();
    }

    private static long millis(JsonNode values) {
        return Duration.parse(values.get("duration").asText()).toMillis();
    }

    @TestFactory
    Stream<DynamicContainer> events_areRecorded() {
        return OnEachJdk.run(jdk -> Stream.of(
                dynamicTest("from the start", () -> assertFromTheStart(jdk)),
                dynamicTest("by jcmd", () -> assertByJcmd(jdk)),
                silent(jdk)));
    }

    private static void assertFromTheStart(Jdk jdk) throws Exception {
        Path folder = Stage.folder("jfr-start", jdk);
        Fork fork =
                Fork.of(jdk).vm("-Xlog:jfr+startup=off", recordingTo(folder)).agent(SELDOM);
        List<JsonNode> events = events(jdk, run(fork, folder, (app, file) -> {}, (app, file) -> {}));
        assertHalfClosed(events);
        JsonNode finding = only(events, "Finding", "rule", "use-after-close");
        assertThat(finding.get("severity").asText()).isEqualTo("warn");
        assertThat(finding.get("fingerprint").asText()).hasSize(16);
        assertThat(finding.get("endpoint").asText()).isEqualTo("localhost:" + port);
        assertThat(finding.get("count").asInt()).isEqualTo(1);
        assertThat(finding.get("openedSite").asText()).isEqualTo(SITE + ".open");
        assertThat(finding.get("offendingSite").asText()).isEqualTo(SITE + ".useAfterClose");
        assertThat(finding.get("offendingStack").asText()).contains("Recorded.java:");
        assertThat(finding.get("offendingThread").asText()).isEqualTo("main");
        assertThat(finding.get("remote").asText()).endsWith(":" + port);
        assertThat(finding.get("traceId").isNull()).isTrue();
    }

    private static void assertHalfClosed(List<JsonNode> events) {
        JsonNode half = events.stream()
                .filter(event -> event.get("type").asText().equals("io.tcpclose.HalfClose"))
                .findFirst()
                .orElseThrow()
                .get("values");
        JsonNode whole = only(events, "Connection", "id", half.get("id").asText());
        assertThat(half.get("side").asText()).isEqualTo("local");
        assertThat(half.get("verdict").asText()).isEqualTo("legal");
        assertThat(half.get("openedSite").asText()).isEqualTo(SITE + ".open");
        assertThat(whole.get("verdict").asText()).isEqualTo("legal");
        assertThat(whole.get("kind").asText()).isEqualTo("socket");
        assertThat(whole.get("role").asText()).isEqualTo("client");
        assertThat(whole.get("remoteHost").asText()).isEqualTo("localhost");
        assertThat(whole.get("how").asText()).isEqualTo("fin");
        assertThat(whole.get("firstCloser").asText()).isEqualTo("local");
        assertThat(whole.get("inbound").asText()).isEqualTo("eof");
        assertThat(whole.get("outbound").asText()).isEqualTo("shut");
        assertThat(whole.get("descriptor").asText()).isEqualTo("closed");
        assertThat(whole.get("bytesRead").asInt()).isEqualTo(7);
        assertThat(whole.get("bytesWritten").asInt()).isEqualTo(7);
        assertThat(whole.get("unreadBytes").asInt()).isZero();
        assertThat(whole.get("openedSite").asText()).isEqualTo(SITE + ".open");
        assertThat(whole.get("openedThread").asText()).isEqualTo("main");
        assertTimes(whole, half);
    }

    /** It was open for a second before it was half-closed, and half-closed for half a second. */
    private static void assertTimes(JsonNode whole, JsonNode half) {
        assertThat(millis(half)).isGreaterThanOrEqualTo(500);
        assertThat(millis(whole)).isGreaterThanOrEqualTo(1_500);
        Instant opened = OffsetDateTime.parse(whole.get("openedTime").asText()).toInstant();
        assertThat(Duration.between(opened, start(whole)).abs()).isLessThan(Duration.ofMillis(100));
        assertThat(Duration.between(start(whole), start(half))).isGreaterThanOrEqualTo(Duration.ofMillis(990));
        Duration ends = Duration.between(
                start(whole).plusMillis(millis(whole)), start(half).plusMillis(millis(half)));
        assertThat(ends.abs()).isLessThan(Duration.ofMillis(100));
    }

    /** The recording is younger than the connection, and the event is not. */
    private static void assertByJcmd(Jdk jdk) throws Exception {
        Path folder = Stage.folder("jfr-jcmd", jdk);
        Instant[] began = new Instant[1];
        Path recorded = run(
                Fork.of(jdk).agent(SELDOM),
                folder,
                (app, file) -> {
                    TimeUnit.MILLISECONDS.sleep(300);
                    began[0] = Instant.now();
                    jcmd(jdk, app, "JFR.start", "name=late");
                },
                (app, file) -> jcmd(jdk, app, "JFR.stop", "name=late", "filename=" + file));
        List<JsonNode> events = events(jdk, recorded);
        assertHalfClosed(events);
        JsonNode half = events.stream()
                .filter(event -> event.get("type").asText().equals("io.tcpclose.HalfClose"))
                .findFirst()
                .orElseThrow()
                .get("values");
        assertThat(start(only(events, "Connection", "id", half.get("id").asText())))
                .isBefore(began[0]);
    }

    private static void jcmd(Jdk jdk, Forked app, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool(jdk, "jcmd"), "" + app.pid()));
        command.addAll(List.of(words));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void lateAttach_findsARecordingThatRuns() throws Exception {
        Jdk jdk = Jdk.running();
        Path folder = Stage.folder("jfr-attach", jdk);
        Fork fork = Fork.of(jdk).vm("-Xlog:jfr+startup=off", recordingTo(folder));
        String options = "probe.interval=200ms,report=none,log=none";
        List<JsonNode> events =
                events(jdk, run(fork, folder, (app, file) -> AgentJar.attach(app, options), (app, file) -> {}));
        assertThat(only(events, "Connection", "adopted", "true").get("role").asText())
                .isIn("client", "server");
        assertThat(only(events, "Finding", "rule", "use-after-close")).isNotNull();
    }

    private static DynamicTest silent(Jdk jdk) {
        return dynamicTest("nothing of JFR is loaded without a recording", () -> {
            Path folder = Stage.folder("jfr-none", jdk);
            assertThat(jfrClasses(Fork.of(jdk).agent("probe.interval=100ms,report=none,log=none"), folder))
                    .isEqualTo(jfrClasses(Fork.of(jdk), folder));
        });
    }

    private static List<String> jfrClasses(Fork fork, Path folder) throws Exception {
        Path loaded = folder.resolve("classes.txt");
        run(fork.vm("-Xlog:class+load:file=" + loaded + "::filesize=0"), folder, (app, file) -> {}, (app, file) -> {});
        try (Stream<String> lines = Files.lines(loaded)) {
            List<String> all = lines.toList();
            assertThat(all).anyMatch(line -> line.contains(" " + SITE + " "));
            return all.stream()
                    .filter(line -> line.contains(" jdk.jfr.") || line.contains(" io.tcpclose.export.jfr."))
                    .map(line -> line.replaceAll("^.*?\\] | source:.*", ""))
                    .toList();
        }
    }

    @Test
    void jfrFalse_recordsNothingOfOurs() throws Exception {
        Jdk jdk = Jdk.running();
        Path folder = Stage.folder("jfr-false", jdk);
        Fork fork =
                Fork.of(jdk).vm("-Xlog:jfr+startup=off", recordingTo(folder)).agent(SELDOM + ",jfr=false");
        assertThat(events(jdk, run(fork, folder, (app, file) -> {}, (app, file) -> {})))
                .isEmpty();
    }

    @Test
    void redact_leavesNoAddress() throws Exception {
        Jdk jdk = Jdk.running();
        Path folder = Stage.folder("jfr-redact", jdk);
        Fork fork =
                Fork.of(jdk).vm("-Xlog:jfr+startup=off", recordingTo(folder)).agent(SELDOM + ",redact=addresses");
        List<JsonNode> events = events(jdk, run(fork, folder, (app, file) -> {}, (app, file) -> {}));
        assertThat(events).isNotEmpty().allSatisfy(event -> assertThat(event.toString())
                .contains("addr-")
                .doesNotContain("127.0.0.1", "localhost"));
    }

    @Test
    void jvmWithoutIt_isSaidToWhoAsksForIt() throws Exception {
        Path folder = Stage.folder("jfr-absent", Jdk.running());
        Fork fork = Fork.of(Jdk.running())
                .vm("--limit-modules", "java.base,java.instrument")
                .agent("report=none,jfr=true");
        try (Forked app = fork.main(Recorded.class, "" + port).start(folder)) {
            app.await("READY", PATIENCE);
            assertThat(app.stderr()).contains("tcpclose: jfr is off: this JVM has no module jdk.jfr");
        }
    }
}
