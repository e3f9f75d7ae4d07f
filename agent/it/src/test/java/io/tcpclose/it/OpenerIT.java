package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.story.Openings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a thread of the JDK has opened is blamed on the code that asked for it, all of one cause in one finding. */
class OpenerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> OPENERS =
            List.of("serveByHandler", "serveByFuture", "serveByHttpServer", "send", "sendAsync");

    @TestFactory
    Stream<DynamicContainer> openedByTheJdk_namesWhoAsked() {
        return OnEachJdk.run(OpenerIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        AgentReport forgotten = run(jdk, "forget");
        AgentReport closed = run(jdk, "close");
        Stream<DynamicTest> openers =
                OPENERS.stream().map(opener -> dynamicTest(opener, () -> assertBlamed(forgotten, opener)));
        return Stream.concat(
                openers,
                Stream.of(
                        dynamicTest("nobody else", () -> assertNobodyElse(forgotten)),
                        dynamicTest("closed", () -> assertSilent(closed))));
    }

    private static AgentReport run(Jdk jdk, String how) throws Exception {
        Path folder = Stage.folder("opener-" + how, jdk);
        AgentConfig config = AgentConfig.in(folder).set("rule.fin-unnoticed.after", "400ms");
        Fork fork = Fork.of(jdk).agent(config.argument()).main(Openings.class, how);
        try (Forked app = fork.start(folder)) {
            app.await("HOLD", PATIENCE);
            TimeUnit.MILLISECONDS.sleep(1_500);
            app.send("RELEASE");
            assertThat(app.exitCode(PATIENCE)).isZero();
        }
        AgentReport report = AgentReport.read(folder.resolve("report.json"));
        ReportSchema.assertValid(report);
        assertThat(report.hookErrors()).as("hook errors").isZero();
        assertThat(AgentReport.texts(report.json().at("/agent/hookPoints/missing")))
                .as("missing hook points")
                .isEmpty();
        return report;
    }

    private static String frame(String opener) {
        return Openings.class.getName() + "." + opener + "(Openings.java:";
    }

    private static void assertBlamed(AgentReport report, String opener) {
        List<Finding> findings = report.findings()
                .filter(finding -> finding.rule().equals("fin-unnoticed"))
                .filter(finding -> finding.openedStack().get(0).startsWith(frame(opener)))
                .toList();
        assertThat(findings).as("of %s", opener).hasSize(1);
        assertThat(findings.get(0).json().get("count").asInt()).isEqualTo(Openings.EACH);
        assertThat(findings.get(0).openedStack()).last().asString().startsWith(frame("main"));
    }

    /** Thread and stack of a request are of the same moment. */
    private static void assertNobodyElse(AgentReport report) {
        assertThat(report.findings().filter(finding -> finding.rule().equals("fin-unnoticed")))
                .hasSize(OPENERS.size());
        assertThat(report.connections()
                        .filter(connection -> connection.path("role").asText().equals("client")))
                .hasSize(2 * Openings.EACH)
                .allMatch(
                        connection -> birth(connection).path("thread").asText().equals("main"));
    }

    private static JsonNode birth(JsonNode connection) {
        return connection.at("/timeline/0");
    }

    private static void assertSilent(AgentReport report) {
        assertThat(report.findings()).isEmpty();
        assertThat(report.count("opened")).isEqualTo(report.count("closed")).isPositive();
    }
}
