package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.story.Borrowing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A connection that a borrower of a pool leaks names the borrower, and the pool only as its opener. */
class BorrowerIT {
    private static final String READ = "Borrowing/endOfFileReadAndForgotten";
    private static final String WRITTEN = "Borrowing/writtenAndForgotten";
    private static final String POOL = Borrowing.class.getName() + "$Pool.<init>(";
    private static final String BORROWER = Borrowing.class.getName() + "$Borrower.";

    @TestFactory
    Stream<DynamicContainer> leakedByABorrower_namesTheBorrower() {
        return OnEachJdk.run(BorrowerIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("borrower", jdk);
        AgentConfig config = AgentConfig.in(folder).set("rule.eof-not-closed.after", "400ms");
        Played played = Stage.play(
                Fork.of(jdk).agent(config.argument()), List.of(Borrowing.class), folder, Duration.ofMillis(1_300));
        return Stream.of(
                dynamicTest("as a whole", () -> assertWhole(played)),
                dynamicTest(READ, () -> assertReader(played)),
                dynamicTest(WRITTEN, () -> assertWriter(played)));
    }

    private static void assertWhole(Played played) throws Exception {
        played.assertAgentWhole();
        played.assertTruth(READ);
        played.assertTruth(WRITTEN);
        played.assertOpened(played.transcript().openedCount());
    }

    private static void assertReader(Played played) throws Exception {
        JsonNode leaked = assertLeaked(played, "eof-not-closed", READ);
        assertLastUse(leaked, "reading-borrower", played, READ);
        assertThat(AgentReport.texts(leaked.path("nowIn")))
                .as("what the borrower's thread did when the finding fired")
                .anyMatch(frame -> frame.startsWith(BORROWER + "waitForNextTask("));
    }

    private static void assertWriter(Played played) throws Exception {
        assertLastUse(assertLeaked(played, "open-at-exit", WRITTEN), "writing-borrower", played, WRITTEN);
    }

    /** The connection of the one finding about this scenario. */
    private static JsonNode assertLeaked(Played played, String rule, String scenario) throws Exception {
        AgentReport report = played.report();
        List<Finding> findings = report.findingsAbout(played.transcript().opened(scenario)).stream()
                .filter(finding -> AgentReport.texts(finding.json().path("openedStack")).stream()
                        .anyMatch(frame -> frame.contains(method(scenario) + "(")))
                .toList();
        assertThat(findings).extracting(Finding::rule).containsExactly(rule);
        assertThat(findings.get(0).openedStack()).first().asString().startsWith(POOL);
        assertThat(findings.get(0).json().get("count").asInt()).as("leaked").isEqualTo(1);
        int id = findings.get(0).json().at("/exemplars/0/id").asInt();
        return report.connections()
                .filter(connection -> connection.get("id").asInt() == id)
                .findFirst()
                .orElseThrow();
    }

    private static String method(String scenario) {
        return scenario.substring(scenario.indexOf('/') + 1);
    }

    private static void assertLastUse(JsonNode connection, String thread, Played played, String scenario) {
        JsonNode use = connection.path("lastUse");
        assertThat(use.path("thread").asText()).isEqualTo(thread);
        assertThat(AgentReport.texts(use.path("stack")))
                .containsAll(played.transcript().offending(scenario))
                .noneMatch(frame -> frame.startsWith(POOL));
        assertThat(AgentReport.texts(connection.get("openedStack")))
                .first()
                .asString()
                .startsWith(POOL);
    }
}
