package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.Transcript.Bytes;
import io.tcpclose.it.Transcript.Identity;
import io.tcpclose.it.Transcript.Ports;
import io.tcpclose.it.Transcript.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Compares the life lines of a report with what the scenarios say they did. */
final class LifeJudge {
    /** What an application or its JDK does; the kernel's own events are beside the point here. */
    private static final Set<String> STEPS = Set.of(
            "opened",
            "connected",
            "accepted",
            "adopted",
            "eof",
            "shutdown-input",
            "shutdown-output",
            "reset",
            "broken-pipe",
            "connect-failed",
            "close",
            "pre-closed",
            "closed",
            "collected");

    /** Steps that every connection takes and that follow from another one's line, so that none is kept for them. */
    private static final Set<String> KEPT_WITHOUT_STACK = Set.of("connected", "closed", "pre-closed");

    private final Transcript transcript;
    private final AgentReport report;

    LifeJudge(Transcript transcript, AgentReport report) {
        this.transcript = transcript;
        this.report = report;
    }

    void assertLife(String scenario) {
        List<Identity> identities = transcript.identities(scenario);
        assertThat(identities).as("connections of %s", scenario).isNotEmpty();
        for (Identity identity : identities) {
            JsonNode connection = report.connection(identity.ports())
                    .orElseThrow(() -> new AssertionError(scenario + ": not in the report: " + identity.ports()));
            assertThat(connection.get("kind").asText())
                    .as("kind in %s", scenario)
                    .isEqualTo(identity.kind());
            assertThat(connection.path("role").asText("unknown"))
                    .as("role in %s", scenario)
                    .isEqualTo(identity.role());
            assertSteps(scenario, steps(scenario, identity.ports()), timeline(connection));
            transcript.bytes(scenario).stream()
                    .filter(bytes -> bytes.ports().equals(identity.ports()))
                    .forEach(bytes -> assertBytes(bytes, connection));
        }
    }

    private List<Step> steps(String scenario, Ports ports) {
        return transcript.steps(scenario).stream()
                .filter(step -> step.ports().equals(ports))
                .toList();
    }

    private static List<JsonNode> timeline(JsonNode connection) {
        return StreamSupport.stream(connection.get("timeline").spliterator(), false)
                .filter(step -> STEPS.contains(step.get("event").asText()))
                .toList();
    }

    private static void assertSteps(String scenario, List<Step> expected, List<JsonNode> timeline) {
        assertThat(timeline.stream().map(step -> step.get("event").asText()))
                .as("life line of %s: %s", scenario, text(timeline))
                .containsExactlyElementsOf(expected.stream().map(Step::event).toList());
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).frame().equals("-")) {
                assertDoneBy(scenario, expected.get(i), timeline.get(i));
            }
        }
    }

    private static String text(List<JsonNode> timeline) {
        return timeline.stream()
                .map(step -> step.get("event").asText() + " at "
                        + step.at("/stack/0").asText("no line"))
                .collect(Collectors.joining(", "));
    }

    private static void assertDoneBy(String scenario, Step expected, JsonNode step) {
        if (KEPT_WITHOUT_STACK.contains(expected.event()) && step.path("stack").isEmpty()) {
            return;
        }
        assertThat(AgentReport.texts(step.path("stack")))
                .as("line of %s in %s", step.get("event"), scenario)
                .startsWith(expected.frame());
        assertThat(step.path("thread").asText())
                .as("thread of %s in %s", step.get("event"), scenario)
                .isEqualTo(expected.thread());
    }

    private static void assertBytes(Bytes bytes, JsonNode connection) {
        assertThat(connection.get("bytesRead").asLong())
                .as("bytes read in %s", bytes.scenario())
                .isEqualTo(bytes.read());
        assertThat(connection.get("bytesWritten").asLong())
                .as("bytes written in %s", bytes.scenario())
                .isEqualTo(bytes.written());
    }
}
