package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.silent.CloseRaces;
import io.tcpclose.it.silent.SilentSuites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No finding of any severity about code that is sound. */
class MustStaySilentIT {
    @TestFactory
    Stream<DynamicContainer> soundCode_hasNoFinding() {
        List<Class<?>> suites = SilentSuites.SOUND;
        return OnEachJdk.run(jdk -> silent(jdk, suites, RuleRun.sound(jdk, "silent", suites)));
    }

    /** The exit report waits for the application's own hooks. */
    @TestFactory
    Stream<DynamicContainer> connectionsClosedByAShutdownHook_areNotOpenAtExit() {
        List<Class<?>> suites = SilentSuites.HOOK;
        return OnEachJdk.run(jdk -> silent(jdk, suites, RuleRun.atExit(jdk, "hook", suites)));
    }

    @TestFactory
    Stream<DynamicContainer> closeWhileReading_isNoEofOfThePeer() {
        return OnEachJdk.run(MustStaySilentIT::races);
    }

    private static Stream<DynamicTest> races(Jdk jdk) throws Exception {
        Path folder = Stage.folder("races", jdk);
        // these peers keep their ends, which is what that rule tells
        AgentConfig config = AgentConfig.in(folder).set("rule.orphan-fin-wait-2", "off");
        Fork fork = Fork.of(jdk).agent(config.argument()).vm("-Dtcpclose.test.keep-closed=true");
        Played played = Stage.play(fork, SilentSuites.RACES, folder, Duration.ofMillis(500));
        return Stream.concat(silent(jdk, SilentSuites.RACES, played), Stream.of(dynamicTest("no eof", () -> {
            assertNoEof(played);
            played.assertOpened(CloseRaces.CONNECTIONS);
        })));
    }

    private static Stream<DynamicTest> silent(Jdk jdk, List<Class<?>> suites, Played played) throws Exception {
        AgentReport report = played.report();
        return Stream.concat(
                Scenario.of(suites, jdk.feature()).stream()
                        .map(scenario -> dynamicTest(scenario.id(), () -> {
                            played.assertTruth(scenario.id());
                            played.judge().assertSilent(scenario);
                        })),
                Stream.of(dynamicTest("as a whole", () -> {
                    played.assertAgentWhole();
                    assertThat(report.findings()).isEmpty();
                    assertThat(report.json().at("/summary/open").asLong()).isZero();
                    assertThat(report.json().at("/summary/halfClose/misuse").asLong())
                            .as("half-closes that were misuse")
                            .isZero();
                })));
    }

    private static void assertNoEof(Played played) throws Exception {
        List<JsonNode> connections = played.report().connections().toList();
        assertThat(connections).hasSizeGreaterThanOrEqualTo(CloseRaces.CONNECTIONS);
        assertThat(connections)
                .noneMatch(connection -> connection.get("inbound").asText().equals("eof"));
        assertThat(connections.stream()
                        .flatMap(connection -> connection.get("timeline").findValuesAsText("event").stream()))
                .contains("closed")
                .doesNotContain("eof");
    }
}
