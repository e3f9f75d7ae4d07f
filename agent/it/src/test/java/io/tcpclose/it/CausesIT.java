package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.story.Causes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One cause is one finding, in words and numbers that are true of it. */
class CausesIT {
    /** Longer than makes writing to a dead peer an error. */
    private static final Duration HOLD = Duration.ofMillis(13_000);

    @TestFactory
    Stream<DynamicContainer> findings_areOneACause() {
        return OnEachJdk.run(CausesIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("causes", jdk);
        // A log is appended to.
        Files.deleteIfExists(folder.resolve("log"));
        AgentConfig config =
                AgentConfig.in(folder).set("log", folder.resolve("log").toString());
        for (String rule : List.of("eof-not-closed", "done-not-closed", "fin-unnoticed", "accepted-never-read"))
            config.set("rule." + rule + ".after", "400ms");
        config.set("rule.accepted-never-read", "off");
        Played played = Stage.play(Fork.of(jdk).agent(config.argument()), List.of(Causes.class), folder, HOLD);
        return Stream.of(
                dynamicTest("as a whole", () -> assertWhole(played)),
                dynamicTest("one cause by all ways", () -> assertOneCause(played)),
                dynamicTest("worse", () -> assertWorse(played)),
                dynamicTest("advice after a reset", () -> assertAdvice(played)),
                dynamicTest("behind a rule that is off", () -> assertBehind(played)),
                dynamicTest("CLOSE_WAIT is one number", () -> assertCloseWait(played)));
    }

    private static void assertWhole(Played played) throws Exception {
        played.assertAgentWhole();
        assertThat(played.report()
                        .findings()
                        .map(f -> f.json().get("fingerprint").asText()))
                .doesNotHaveDuplicates();
        for (String legal : List.of("Causes/closedByAllWays", "Causes/unreadAndTheClientWaits")) {
            played.assertTruth(legal);
            assertThat(about(played, legal)).as(legal).isEmpty();
        }
    }

    private static List<Finding> about(Played played, String scenario) throws Exception {
        return played.report().findingsAbout(played.transcript().opened(scenario));
    }

    private static Finding only(Played played, String scenario, String rule) throws Exception {
        played.assertTruth(scenario);
        List<Finding> findings = about(played, scenario).stream()
                .filter(finding -> finding.rule().equals(rule))
                .toList();
        assertThat(findings).as(rule).hasSize(1);
        return findings.get(0);
    }

    private static void assertOneCause(Played played) throws Exception {
        Finding finding = only(played, "Causes/leakedByAllWays", "eof-not-closed");
        assertThat(finding.json().get("count").asInt()).isEqualTo(4);
        assertThat(finding.message())
                .matches("4 connections, oldest \\d+s: the application read end-of-file and has neither closed nor"
                        + " written since: CLOSE_WAIT\\.");
    }

    private static void assertWorse(Played played) throws Exception {
        Finding finding = only(played, "Causes/writtenToAfterReset", "write-to-dead-peer");
        assertThat(finding.json().get("count").asInt()).isEqualTo(1);
        assertThat(finding.severity()).isEqualTo("error");
        List<String> log = Files.readAllLines(played.folder().resolve("log")).stream()
                .filter(line -> line.contains("write-to-dead-peer"))
                .toList();
        assertThat(log).hasSize(2);
        assertThat(log.get(0)).contains(" WARN ");
        assertThat(log.get(1)).contains(" ERROR ", "Has become worse, was warn: ");
    }

    private static void assertAdvice(Played played) throws Exception {
        Finding finding = only(played, "Causes/writtenToAfterReset", "done-not-closed");
        assertThat(finding.json().get("advice").asText()).contains("close()").doesNotContain("shutdown");
    }

    private static void assertBehind(Played played) throws Exception {
        assertThat(only(played, "Causes/unreadBehindARuleThatIsOff", "fin-unnoticed")
                        .severity())
                .isEqualTo("warn");
    }

    private static void assertCloseWait(Played played) throws Exception {
        JsonNode report = played.report().json();
        long summary = report.at("/summary/states/close_wait").asLong();
        assertThat(summary).as("four leaks, the shut input, the unread one").isEqualTo(6);
        assertThat(sum(report.get("endpoints"))).isEqualTo(summary);
        assertThat(sum(report.get("sites"))).isEqualTo(summary);
    }

    private static long sum(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .mapToLong(row -> row.get("closeWait").asLong())
                .sum();
    }
}
