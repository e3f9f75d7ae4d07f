package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.rule.RuleSuites;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every rule on every kind of connection: it blames the misuse, nothing else does, and its legal twin is left alone. */
class RuleIT {
    private static final String SWAP = "-Dtcpclose.it.swap=true";

    @TestFactory
    Stream<DynamicContainer> rules_whileRunning() {
        List<Class<?>> suites = RuleSuites.WHILE_RUNNING;
        return OnEachJdk.run(jdk -> tests(jdk, suites, RuleRun.whileRunning(jdk, "rules", suites)));
    }

    @TestFactory
    Stream<DynamicContainer> rules_ofTheProcess() {
        List<Class<?>> suites = RuleSuites.PROCESS;
        return OnEachJdk.run(jdk -> tests(jdk, suites, RuleRun.ofTheProcess(jdk, "process", suites)));
    }

    @TestFactory
    Stream<DynamicContainer> rules_atExit() {
        List<Class<?>> suites = RuleSuites.AT_EXIT;
        return OnEachJdk.run(jdk -> tests(jdk, suites, RuleRun.atExit(jdk, "exit", suites)));
    }

    @TestFactory
    Stream<DynamicTest> legalTwin_replacedByItsMisuse_isNotSilent() throws Exception {
        List<Class<?>> suites = RuleSuites.WHILE_RUNNING;
        return notSilent(suites, RuleRun.whileRunning(Jdk.running(), "swap", suites, SWAP));
    }

    @TestFactory
    Stream<DynamicTest> legalTwin_replacedByItsMisuse_isNotSilentInTheProcess() throws Exception {
        List<Class<?>> suites = RuleSuites.PROCESS;
        return notSilent(suites, RuleRun.ofTheProcess(Jdk.running(), "swap-process", suites, SWAP));
    }

    @TestFactory
    Stream<DynamicTest> legalTwin_replacedByItsMisuse_isNotSilentAtExit() throws Exception {
        List<Class<?>> suites = RuleSuites.AT_EXIT;
        return notSilent(suites, RuleRun.atExit(Jdk.running(), "swap-exit", suites, SWAP));
    }

    /** The silent assertion is worth something: with the misuse in the twin's place it fails. */
    private static Stream<DynamicTest> notSilent(List<Class<?>> suites, Played swapped) throws Exception {
        Judge judge = swapped.judge();
        return Scenario.of(suites, Jdk.running().feature()).stream()
                .filter(scenario -> scenario.swapped().isPresent())
                .map(scenario -> dynamicTest(scenario.id(), () -> assertThatExceptionOfType(AssertionError.class)
                        .as("silent about %s", scenario.id())
                        .isThrownBy(() -> judge.assertSilent(scenario))));
    }

    private static Stream<DynamicTest> tests(Jdk jdk, List<Class<?>> suites, Played played) throws Exception {
        Judge judge = played.judge();
        return Stream.concat(
                Stream.of(dynamicTest("as a whole", () -> {
                    played.assertAgentWhole();
                    played.assertOpened(played.transcript().openedCount());
                })),
                Scenario.of(suites, jdk.feature()).stream()
                        .map(scenario -> dynamicTest(scenario.id(), () -> assertScenario(scenario, played, judge))));
    }

    private static void assertScenario(Scenario scenario, Played played, Judge judge) {
        played.assertTruth(scenario.id());
        if (scenario.as(Misuse.class).isPresent()) {
            judge.assertBlamed(scenario);
        } else {
            judge.assertSilent(scenario);
        }
    }
}
