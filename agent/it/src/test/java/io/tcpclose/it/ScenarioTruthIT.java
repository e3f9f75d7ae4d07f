package io.tcpclose.it;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.Holder;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.life.LifeSuites;
import io.tcpclose.it.rule.RuleSuites;
import io.tcpclose.it.silent.SilentSuites;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The scenarios do on the wire what they claim, without the agent: else the other suites prove nothing. One JDK is
 * enough, since those suites look at the same truth on each.
 */
class ScenarioTruthIT {
    @TestFactory
    Stream<DynamicTest> rules_withoutTheAgent() throws Exception {
        return withoutTheAgent("truth-rules", RuleSuites.WHILE_RUNNING);
    }

    @TestFactory
    Stream<DynamicTest> rulesOfTheProcess_withoutTheAgent() throws Exception {
        return withoutTheAgent("truth-process", RuleSuites.PROCESS, Holder.opens());
    }

    @TestFactory
    Stream<DynamicTest> lifeLines_withoutTheAgent() throws Exception {
        return withoutTheAgent("truth-life", LifeSuites.ALL);
    }

    @TestFactory
    Stream<DynamicTest> soundCode_withoutTheAgent() throws Exception {
        return withoutTheAgent("truth-sound", SilentSuites.SOUND);
    }

    @TestFactory
    Stream<DynamicTest> races_withoutTheAgent() throws Exception {
        return withoutTheAgent("truth-races", SilentSuites.RACES);
    }

    private static Stream<DynamicTest> withoutTheAgent(String name, List<Class<?>> suites, String... vmOptions)
            throws Exception {
        Jdk jdk = Jdk.running();
        Played played = Stage.play(Fork.of(jdk).vm(vmOptions), suites, Stage.folder(name, jdk), Duration.ofSeconds(1));
        return Stream.concat(
                Stream.of(dynamicTest("as a whole", played::assertTidy)),
                Scenario.of(suites, jdk.feature()).stream()
                        .map(scenario -> dynamicTest(scenario.id(), () -> played.assertTruth(scenario.id()))));
    }
}
