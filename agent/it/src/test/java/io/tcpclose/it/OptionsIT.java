package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.tools.attach.VirtualMachine;
import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.story.Leaks;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each option does to the log and the report of one application with three faults. No option depends on the JDK: one is
 * enough.
 */
class OptionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Longer than any finding takes. */
    private static final Duration LONG = Duration.ofMillis(1_000);

    /** For a finding that should not come. */
    private static final Duration MORE = Duration.ofMillis(150);

    private static final String ALL = "First Second Third";

    private static Peer peer;
    private static int[] ports;
    private Path folder;

    @BeforeAll
    static void startPeer() throws IOException {
        peer = Peer.start(Stage.folder("options", Jdk.running()).resolve("peer"));
        ports = new int[] {peer.listen("push:3 close"), peer.listen("push:3 close"), peer.listen("drain hold")};
    }

    @AfterAll
    static void stopPeer() {
        peer.close();
    }

    /** What is left of a run. */
    private record Run(Path folder, List<String> stderr, List<String> stdout, Path reportFile) {
        AgentReport report() throws IOException {
            return AgentReport.read(reportFile);
        }

        /** The faults that the report tells of, by the class that opened them, in order. */
        String found() throws IOException {
            return String.join(" ", names(report().findings()));
        }

        /** The lines of the log on stderr that tell of a finding. */
        List<String> logged() {
            return stderr.stream()
                    .filter(line -> line.contains("  fingerprint "))
                    .toList();
        }

        private static List<String> names(Stream<Finding> findings) {
            return findings.filter(finding -> !finding.rule().equals("open-at-exit"))
                    .map(finding -> finding.openedStack().get(0).replaceAll(".*\\$(\\w+)\\.leak.*", "$1"))
                    .sorted()
                    .toList();
        }
    }

    /** Ends once the log has so many lines, or long after it should have had them. */
    private Run run(int logged, UnaryOperator<AgentConfig> options) throws Exception {
        return run(options, 0, app -> awaitLogged(app, logged));
    }

    private Run run(UnaryOperator<AgentConfig> options) throws Exception {
        return run(options, 0, app -> TimeUnit.MILLISECONDS.sleep(LONG.toMillis()));
    }

    private Run run(UnaryOperator<AgentConfig> options, int soundConnections, Stage.Meanwhile meanwhile)
            throws Exception {
        AgentConfig config = AgentConfig.in(folder)
                .set("probe.interval", "100ms")
                .set("rule.eof-not-closed.after", "200ms")
                .set("rule.half-close-stuck.after", "200ms");
        return play(Fork.of(Jdk.running()).agent(options.apply(config).argument()), soundConnections, meanwhile);
    }

    private static void awaitLogged(Forked app, int lines) throws InterruptedException {
        for (int i = 0; i < 100 && findings(app.stderr()).size() < lines; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        TimeUnit.MILLISECONDS.sleep(lines == 0 ? LONG.toMillis() : MORE.toMillis());
    }

    private static List<String> findings(List<String> lines) {
        return lines.stream().filter(line -> line.contains("  fingerprint ")).toList();
    }

    private Run play(Fork fork, int soundConnections, Stage.Meanwhile meanwhile) throws Exception {
        fork.main(Leaks.class, "" + ports[0], "" + ports[1], "" + ports[2], "" + soundConnections);
        try (Forked app = fork.start(folder)) {
            app.await("HOLD", PATIENCE);
            meanwhile.with(app);
            app.send("RELEASE");
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertThat(app.stdout()).containsExactly("HOLD");
            return new Run(folder, app.stderr(), app.stdout(), folder.resolve("report.json"));
        }
    }

    @BeforeEach
    void makeFolder(TestInfo test) throws IOException {
        String name = test.getTestMethod().orElseThrow().getName() + "-"
                + test.getDisplayName().replaceAll("\\W+", "_");
        folder = Files.createDirectories(Stage.folder("options", Jdk.running()).resolve(name));
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    /** $1, $2 and $3 stand for the three ports. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "include           | port:$1,port:$3              | First Third",
                "include           | class:io.tcpclose.it.story.Leaks$Second | Second",
                "exclude           | host:local*                  | Second Third",
                "exclude           | peer:127.0.0.0/8             | ''",
                "expect-half-close | class:*Leaks$First;port:$2   | Third",
                "rule.eof-not-closed | off                        | Third",
            })
    void filters_changeFindingsAndNoSum(String option, String value, String found) throws Exception {
        int findings = found.isEmpty() ? 0 : found.split(" ", -1).length;
        Run run = run(findings, config -> config.set(option, withPorts(value)));
        assertThat(run.found()).isEqualTo(found);
        assertThat(run.logged()).hasSize(findings);
        assertThat(run.report().count("opened")).isEqualTo(3);
        assertThat(run.report().count("open")).isEqualTo(3);
    }

    private static String withPorts(String text) {
        return text.replace("$1", "" + ports[0]).replace("$2", "" + ports[1]).replace("$3", "" + ports[2]);
    }

    @Test
    void suppressions_areCountedAndNotLogged() throws Exception {
        Path file = Files.writeString(folder.resolve("suppressions"), withPorts("""
                        # looked at
                        eof-not-closed port:$1 # known
                        * port:$2 until:2020-01-31 # was to be fixed
                        open-at-exit port:$1 # known too
                        """));
        Run run = run(2, config -> config.set("suppressions", file.toString()));
        assertThat(run.found()).isEqualTo("Second Third");
        assertThat(run.report().count("suppressed")).isPositive();
        assertThat(run.logged()).hasSize(2).noneMatch(line -> line.contains(":" + ports[0]));
        assertThat(run.stderr()).filteredOn(line -> line.contains("2020-01-31")).hasSize(1);
    }

    @Test
    void redact_leavesNoAddressAnywhere() throws Exception {
        Path log = folder.resolve("findings.log");
        Run run = run(config -> config.set("redact", "addresses")
                .set("include", "host:localhost,peer:127.0.0.0/8")
                .set("log", log.toString()));
        assertRedacted(Files.readString(run.reportFile()));
        assertRedacted(Files.readString(log));
        assertThat(Files.readString(log)).contains("addr-1:" + ports[0]);
    }

    private static void assertRedacted(String text) throws IOException {
        String host = Pattern.quote(InetAddress.getLocalHost().getHostName());
        assertThat(text)
                .contains("addr-")
                .doesNotContain("127.0.0.1", "127.0.0.0", "localhost", "::1")
                .doesNotContainPattern("(?<![\\w.-])" + host + "(?![\\w.-])");
    }

    @Test
    void logAsJson_isOneObjectALine() throws Exception {
        Path log = folder.resolve("findings.log");
        Run run = run(config -> config.set("log", log.toString()).set("log.format", "json"));
        List<String> rules = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            JsonNode object = new ObjectMapper().readTree(line);
            assertThat(object.isObject()).isTrue();
            rules.add(object.get("rule").asText());
        }
        assertThat(rules).containsExactlyInAnyOrder("eof-not-closed", "eof-not-closed", "half-close-stuck");
        assertThat(run.logged()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"error, warn, 0", "info, info, 3"})
    void logLevel_isTheLowestSeverityLogged(String level, String severity, int lines) throws Exception {
        Run run = run(lines, config -> config.set("log.level", level)
                .set("rule.eof-not-closed", severity)
                .set("rule.open-at-exit", "off"));
        assertThat(run.logged()).hasSize(lines);
        assertThat(run.report().findings().filter(f -> f.rule().equals("eof-not-closed")))
                .hasSize(2)
                .allMatch(finding -> finding.severity().equals(severity));
    }

    @Test
    void logNoneAndReportNone_leaveOnlyTheStartLine() throws Exception {
        Run run = run(config -> config.set("log", "none").set("report", "none"));
        assertThat(run.stderr()).hasSize(1);
        assertThat(run.stderr().get(0)).contains("hook points");
        assertThat(run.reportFile()).doesNotExist();
    }

    @Test
    void reportPath_hasThePidInItsName() throws Exception {
        Run run = run(config ->
                config.set("report", folder.resolve("tcp-%p-of-%%.txt").toString()));
        List<Path> reports = files("tcp-");
        assertThat(reports).hasSize(1);
        String pid = run.stderr().get(0).replaceAll(".*of pid (\\d+) .*", "$1");
        assertThat(reports.get(0)).hasFileName("tcp-" + pid + "-of-%.txt");
        assertThat(Files.readString(reports.get(0))).startsWith("tcpclose 1.0.0  pid " + pid);
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"snapshot.json, 2", "snapshot-%t.json, 2"})
    void snapshots_areKeptAsManyAsAskedFor(String name, int keep) throws Exception {
        run(
                config -> config.set("report", folder.resolve(name).toString())
                        .set("report.interval", "1s")
                        .set("report.keep", "" + keep),
                0,
                app -> TimeUnit.MILLISECONDS.sleep(2_500));
        List<Path> reports = files("snapshot");
        assertThat(reports).hasSize(keep);
        for (Path report : reports) {
            ReportSchema.assertValid(AgentReport.read(report));
        }
        assertThat(files(".tcpclose")).as("temporary files").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"open, true, false", "off, false, false"})
    void stacks_areTakenAsAskedFor(String value, boolean opening, boolean steps) throws Exception {
        AgentReport report = run(3, config -> config.set("stacks", value)).report();
        assertThat(report.findings().map(Finding::rule)).contains("eof-not-closed", "half-close-stuck");
        assertThat(report.findings()).allSatisfy(finding -> {
            assertThat(finding.openedStack().isEmpty()).isEqualTo(!opening);
            boolean byStep = !finding.rule().equals("open-at-exit");
            assertThat(finding.offendingStack().isEmpty()).isEqualTo(!(steps && byStep));
        });
        assertThat(report.connections()).hasSize(3).allSatisfy(connection -> {
            assertThat(connection.path("openedStack").isEmpty()).isEqualTo(!opening);
            assertThat(connection.at("/lastUse/stack").isEmpty()).isEqualTo(!(steps && connection.has("lastUse")));
        });
    }

    @Test
    void stackDepth_cutsEveryStack() throws Exception {
        AgentReport report = run(3, config -> config.set("stack-depth", "1")).report();
        assertThat(report.findings())
                .isNotEmpty()
                .allMatch(finding -> finding.openedStack().size() == 1);
        List<JsonNode> stacks = report.json().findValues("stack");
        stacks.addAll(report.json().findValues("offendingStack"));
        assertThat(stacks).isNotEmpty().allMatch(stack -> stack.size() <= 1);
    }

    @Test
    void maxConnections_countsTheRestAndSaysSo() throws Exception {
        Run run = run(config -> config.set("max-connections", "10"), 12, app -> awaitLogged(app, 3));
        assertThat(run.report().count("opened")).isEqualTo(10);
        assertThat(run.report().count("untracked")).isEqualTo(5);
        assertThat(AgentReport.texts(run.report().json().at("/agent/notes")))
                .anyMatch(note -> note.startsWith("5 connections") && note.contains("max-connections"));
        assertThat(run.found()).isEqualTo(ALL);
    }

    @Test
    void attachOff_refusesALateAttach() throws Exception {
        Path report = folder.resolve("report.json");
        Run run = play(Fork.of(Jdk.running()), 0, app -> attach(app, "attach=off,report=" + report));
        assertThat(run.stderr()).hasSize(1);
        assertThat(run.stderr().get(0)).contains("attach=off");
        assertThat(report).doesNotExist();
    }

    private static void attach(Forked app, String options) throws Exception {
        VirtualMachine jvm = VirtualMachine.attach(String.valueOf(app.pid()));
        try {
            jvm.loadAgent(AgentJar.path().toString(), options);
        } finally {
            jvm.detach();
        }
    }
}
