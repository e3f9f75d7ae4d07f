package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.Transcript.Bytes;
import io.tcpclose.it.Transcript.Identity;
import io.tcpclose.it.Transcript.Ports;
import io.tcpclose.it.Transcript.Step;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.life.LifeSuites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The agent's life line of every kind of connection says what the code did, step by step, and from which line. */
class LifeLineIT {
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

    @TestFactory
    Stream<DynamicContainer> lifeLine_isWhatHappened() {
        return OnEachJdk.run(LifeLineIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("life", jdk);
        Fork fork = Fork.of(jdk)
                .agent(AgentConfig.in(folder).argument())
                .vm("-Dtcpclose.test.keep-closed=true", "-Dsun.rmi.transport.connectionTimeout=500");
        Played played = Stage.play(fork, LifeSuites.ALL, folder, Duration.ofSeconds(1));
        AgentReport report = played.report();
        return Scenario.of(LifeSuites.ALL, jdk.feature()).stream()
                .map(scenario -> dynamicTest(scenario.id(), () -> {
                    played.assertTruth(scenario.id());
                    assertLife(scenario.id(), played.transcript(), report);
                }));
    }

    private static void assertLife(String scenario, Transcript transcript, AgentReport report) {
        List<Identity> identities = transcript.identities(scenario);
        assertThat(identities).as("connections of %s", scenario).isNotEmpty();
        for (Identity identity : identities) {
            JsonNode connection = report.connection(identity.ports())
                    .orElseThrow(() -> new AssertionError(scenario + ": no connection " + identity.ports()));
            assertThat(connection.get("kind").asText()).isEqualTo(identity.kind());
            assertThat(connection.get("role").asText()).isEqualTo(identity.role());
            assertSteps(scenario, steps(transcript, scenario, identity.ports()), timeline(connection));
            transcript.bytes(scenario).stream()
                    .filter(bytes -> bytes.ports().equals(identity.ports()))
                    .forEach(bytes -> assertBytes(bytes, connection));
        }
    }

    private static List<Step> steps(Transcript transcript, String scenario, Ports ports) {
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
                .as("life line of %s: %s", scenario, timeline)
                .containsExactlyElementsOf(expected.stream().map(Step::event).toList());
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).frame().equals("-")) {
                assertDoneBy(expected.get(i), timeline.get(i));
            }
        }
    }

    private static void assertDoneBy(Step expected, JsonNode step) {
        assertThat(AgentReport.texts(step.path("stack")))
                .as("line of %s", step)
                .first()
                .isEqualTo(expected.frame());
        assertThat(step.path("thread").asText()).as("thread of %s", step).isEqualTo(expected.thread());
    }

    private static void assertBytes(Bytes bytes, JsonNode connection) {
        assertThat(connection.get("bytesRead").asLong()).as("bytes read").isEqualTo(bytes.read());
        assertThat(connection.get("bytesWritten").asLong()).as("bytes written").isEqualTo(bytes.written());
    }
}
