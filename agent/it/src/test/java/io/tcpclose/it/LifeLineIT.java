package io.tcpclose.it;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.life.LifeSuites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The agent's life line of every kind of connection says what the code did, step by step, and from which line. */
class LifeLineIT {
    @TestFactory
    Stream<DynamicContainer> lifeLine_isWhatHappened() {
        return OnEachJdk.run(LifeLineIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("life", jdk);
        Fork fork = Fork.of(jdk)
                .agent(AgentConfig.in(folder).argument())
                // the JDK's own classes are not verified by default: a bad frame of a hook would show much later
                .vm("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
                .vm("-Dtcpclose.test.keep-closed=true", "-Dsun.rmi.transport.connectionTimeout=500");
        Played played = Stage.play(fork, LifeSuites.ALL, folder, Duration.ofSeconds(1));
        LifeJudge judge = new LifeJudge(played.transcript(), played.report());
        return Stream.concat(
                Stream.of(dynamicTest("as a whole", played::assertAgentWhole)),
                Scenario.of(LifeSuites.ALL, jdk.feature()).stream()
                        .map(scenario -> dynamicTest(scenario.id(), () -> {
                            played.assertTruth(scenario.id());
                            judge.assertLife(scenario.id());
                        })));
    }
}
