package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.AgentReport.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The first thing a new user does: run the demo under the agent. Every misuse is named, nothing else is. */
class DemoUnderAgentIT {
    private static final Path PROPERTIES = DemoRun.MODULE.resolve("demo.properties");

    /** Their default thresholds are longer than the demo runs. */
    private static final Set<String> RULES_OF_LONGER_TIMES = Set.of(
            "eof-not-closed",
            "half-close-stuck",
            "closed-but-registered",
            "opened-never-connected",
            "late-close",
            "idle-growing",
            "connection-churn",
            "fin-unnoticed",
            "accepted-never-read",
            "peer-vanished",
            "backlog-close-wait",
            "orphan-fin-wait-2",
            "untracked-sockets");

    private static final Set<String> LEFT_OPEN = Set.of(
            "EofNotClosed",
            "FinUnnoticed",
            "AcceptedNeverRead",
            "ShutdownInputDataLost",
            "DoneNotClosed",
            "CollectedWithoutClose",
            "OpenAtExit",
            "OpenAtExitUnread");

    @TestFactory
    Stream<DynamicContainer> demo_underTheAgent() {
        return OnEachJdk.run(DemoUnderAgentIT::tests);
    }

    /** The three runs wait rather than work, so they do it at the same time. */
    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        try (DemoRun plain = DemoRun.withoutAgent(jdk);
                DemoRun shortened = DemoRun.withAgent(jdk, "shortened", "config=" + PROPERTIES.toAbsolutePath());
                DemoRun standard = DemoRun.withAgent(jdk, "standard", "")) {
            plain.awaitEnd();
            shortened.awaitEnd();
            standard.awaitEnd();
            return Stream.of(
                            application(plain, shortened, "demo.properties: "),
                            application(plain, standard, "defaults: "),
                            misuse(shortened),
                            innocence(shortened),
                            defaults(standard))
                    .flatMap(tests -> tests);
        }
    }

    /** What the agent must not change, and the sums that must be right in any run. */
    private static Stream<DynamicTest> application(DemoRun plain, DemoRun run, String prefix) {
        return Stream.of(
                dynamicTest(prefix + "exit code", () -> {
                    assertThat(plain.exitCode()).isZero();
                    assertThat(run.exitCode()).isZero();
                }),
                dynamicTest(prefix + "stdout is as without the agent", () -> assertThat(run.comparableStdout())
                        .isEqualTo(plain.comparableStdout())
                        .contains("done")),
                dynamicTest(
                        prefix + "nothing of the agent on stdout",
                        () -> assertThat(run.stdout()).isNotEmpty().noneMatch(line -> line.contains("tcpclose"))),
                dynamicTest(prefix + "opened = closed + open", () -> {
                    AgentReport report = run.report();
                    assertThat(report.count("opened")).isPositive();
                    assertThat(report.count("opened")).isEqualTo(report.count("closed") + report.count("open"));
                }));
    }

    private static Stream<DynamicTest> misuse(DemoRun run) throws IOException {
        List<DemoRun.Played> scenarios = run.scenarios();
        assertThat(scenarios).filteredOn(DemoRun.Played::misuse).hasSizeGreaterThan(15);
        List<Finding> findings = run.report().findings().toList();
        return scenarios.stream()
                .filter(DemoRun.Played::misuse)
                .map(scenario -> dynamicTest(scenario.name(), () -> assertThat(findings)
                        .filteredOn(finding -> isOf(finding, scenario))
                        .singleElement()
                        .satisfies(finding -> assertThat(scenario.name()).startsWith(finding.rule()))));
    }

    private static Stream<DynamicTest> innocence(DemoRun run) throws IOException {
        List<Finding> findings = run.report().findings().toList();
        List<DemoRun.Played> scenarios = run.scenarios();
        return Stream.of(dynamicTest("no finding but those", () -> {
            assertThat(scenarios).filteredOn(scenario -> !scenario.misuse()).hasSizeGreaterThan(5);
            assertThat(findings).allMatch(finding -> scenarios.stream()
                    .anyMatch(scenario -> scenario.misuse() && isOf(finding, scenario)));
        }));
    }

    private static Stream<DynamicTest> defaults(DemoRun run) {
        return Stream.of(
                dynamicTest("defaults: every open connection is listed", () -> {
                    AgentReport report = run.report();
                    List<String> open = report.connections()
                            .filter(connection ->
                                    !connection.get("descriptor").asText().equals("closed"))
                            .map(connection -> AgentReport.texts(connection.get("openedStack"))
                                    .get(0))
                            .toList();
                    assertThat(open).hasSize(LEFT_OPEN.size()).hasSize((int) report.count("open"));
                    assertThat(LEFT_OPEN).allSatisfy(type -> assertThat(open)
                            .anyMatch(frame -> frame.contains(".misuse." + type + ".")));
                }),
                dynamicTest("defaults: no time finding is invented", () -> assertThat(
                                run.report().findings().map(Finding::rule))
                        .isNotEmpty()
                        .doesNotContainAnyElementsOf(RULES_OF_LONGER_TIMES)));
    }

    /** A finding that names no code of ours names the endpoint. */
    private static boolean isOf(Finding finding, DemoRun.Played scenario) {
        String endpoint = finding.json().path("endpoint").asText();
        boolean at = scenario.ports().stream().anyMatch(port -> endpoint.endsWith(":" + port));
        return finding.openedStack().isEmpty() ? at : opened(finding, scenario.type());
    }

    private static boolean opened(Finding finding, String type) {
        return finding.openedStack().stream()
                .anyMatch(frame -> frame.startsWith("io.tcpclose.demo.misuse." + type + "."));
    }
}
