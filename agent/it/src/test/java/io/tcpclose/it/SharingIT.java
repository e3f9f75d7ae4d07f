package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.Transcript.Opened;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.story.Sharing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A connection in several hands is one connection, and the report says whose hands. */
class SharingIT {
    private static final String SSL = "javax.net.ssl.SSLSocket";
    private static final String SOCKET = "java.net.Socket";
    private static final String CHANNEL = "java.nio.channels.SocketChannel";

    /** Absent numbers: TLS reads and writes records of its own, on threads that are beside the point. */
    private record Expected(Integer readers, Integer writers, List<String> layers) {}

    private static final Map<String, Expected> EXPECTED = Map.of(
            "readByTwo_writtenByThree", new Expected(2, 3, List.of(SOCKET)),
            "readByFour_writtenByOne", new Expected(4, 1, List.of(SOCKET)),
            "readBySix_writtenBySix", new Expected(5, 5, List.of(CHANNEL)),
            "closedUnderAReader", new Expected(1, 0, List.of(SOCKET)),
            "channelWithItsSocketView", new Expected(1, 1, List.of(SOCKET, CHANNEL)),
            "tlsOfItsOwn", new Expected(null, null, List.of(SSL)),
            "tlsLayered", new Expected(null, null, List.of(SSL, SOCKET)),
            "tlsLayered_lowerLeftOpen", new Expected(null, null, List.of(SSL, SOCKET)));

    @TestFactory
    Stream<DynamicContainer> sharedConnections_areCountedOnceWithTheirSharers() {
        return OnEachJdk.run(SharingIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("sharing", jdk);
        Fork fork = Fork.of(jdk).agent(AgentConfig.in(folder).argument()).vm("-Dtcpclose.test.keep-closed=true");
        List<Class<?>> suites = List.of(Sharing.class);
        Played played = Stage.play(fork, suites, folder, Duration.ofMillis(500));
        Stream<DynamicTest> scenarios = Scenario.of(Sharing.class).stream()
                .map(scenario -> dynamicTest(scenario.id(), () -> assertShared(played, scenario)));
        return Stream.concat(Stream.of(dynamicTest("as a whole", () -> assertWhole(played))), scenarios);
    }

    private static void assertWhole(Played played) throws Exception {
        played.assertAgentWhole();
        played.assertOpened(EXPECTED.size());
        assertThat(played.transcript().openedCount()).isEqualTo(EXPECTED.size());
        assertThat(played.report().connections()).hasSize(EXPECTED.size());
        assertThat(played.report().findings()).isEmpty();
    }

    private static void assertShared(Played played, Scenario scenario) throws Exception {
        played.assertTruth(scenario.id());
        Expected expected = EXPECTED.get(scenario.method().getName());
        Opened opened = played.transcript().opened(scenario.id()).get(0);
        JsonNode connection = played.report().connection(opened.ports()).orElseThrow();
        JsonNode sharing = connection.get("sharing");
        assertThat(AgentReport.texts(sharing.get("layers"))).isEqualTo(expected.layers());
        if (expected.readers() != null) {
            assertThat(sharing.get("readers").asInt()).as("readers").isEqualTo(expected.readers());
            assertThat(sharing.get("writers").asInt()).as("writers").isEqualTo(expected.writers());
        }
        played.transcript().bytes(scenario.id()).forEach(bytes -> {
            assertThat(connection.get("bytesRead").asLong()).isEqualTo(bytes.read());
            assertThat(connection.get("bytesWritten").asLong()).isEqualTo(bytes.written());
        });
    }
}
