package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.late.LateAttach;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The agent comes to a JVM that runs and has connections: it adopts what it meets and blames nobody for the past. */
class LateAttachIT {
    private static final List<Class<?>> SUITES = List.of(LateAttach.class);

    @TestFactory
    Stream<DynamicContainer> connections_ofBeforeAndAfterTheAttach() {
        return OnEachJdk.run(LateAttachIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("late", jdk);
        String options = AgentConfig.in(folder).argument();
        Fork fork = Fork.of(jdk).vm("-Dtcpclose.test.keep-closed=true");
        Played played = Stage.play(fork, SUITES, folder, app -> attach(app, options));
        LifeJudge judge = new LifeJudge(played.transcript(), played.report());
        Stream<DynamicTest> scenarios = Scenario.of(SUITES, jdk.feature()).stream()
                .map(scenario -> dynamicTest(scenario.id(), () -> {
                    played.assertTruth(scenario.id());
                    judge.assertLife(scenario.id());
                }));
        return Stream.concat(scenarios, Stream.of(dynamicTest("as a whole", () -> assertWhole(played))));
    }

    private static void attach(Forked app, String options) throws Exception {
        AgentJar.attach(app, options);
        TimeUnit.MILLISECONDS.sleep(300);
    }

    private static void assertWhole(Played played) throws Exception {
        played.assertAgentWhole();
        AgentReport report = played.report();
        assertThat(report.findings()).isEmpty();
        assertThat(report.connections()
                        .filter(connection ->
                                !connection.get("descriptor").asText().equals("closed")))
                .as("each adopted or accepted connection is counted once")
                .hasSize((int) report.count("open"));
        assertThat(Files.readAllLines(played.folder().resolve("stderr.txt")))
                .as("complaints of the JVM's own instrumentation")
                .noneMatch(line -> line.contains("ASSERTION FAILED"));
        played.assertOpened(Scenario.of(LateAttach.class).size());
    }
}
