package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.rule.RuleSuites;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A service runs as nobody, and perhaps sees no process but its own: every rule works that needs no other's /proc. Changing the
 * user needs root; without it these tests are reported as skipped.
 */
class OtherUserIT {
    private static final String NOBODY = "exec setpriv --reuid=65534 --regid=65534 --clear-groups -- \"$@\"";
    private static final String HIDDEN = "mount -t proc -o hidepid=2 proc /proc && " + NOBODY;

    @TestFactory
    Stream<DynamicTest> rules_asNobody() throws Exception {
        return rules("nobody", Fork.of(Jdk.running()).by("sh", "-c", NOBODY, "sh"));
    }

    @TestFactory
    Stream<DynamicTest> rules_withOtherUsersProcessesHidden() throws Exception {
        return rules("hidepid", Fork.of(Jdk.running()).by("unshare", "-m", "sh", "-c", HIDDEN, "sh"));
    }

    private static Stream<DynamicTest> rules(String name, Fork fork) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to become another user");
        List<Class<?>> suites = RuleSuites.WHILE_RUNNING;
        Played played = RuleRun.whileRunning(fork, writableForAll(name), suites);
        Judge judge = played.judge();
        return Stream.concat(
                Stream.of(dynamicTest("as a whole", () -> assertWhole(played))),
                Scenario.of(suites, Jdk.running().feature()).stream()
                        .map(scenario -> dynamicTest(scenario.id(), () -> assertScenario(scenario, played, judge))));
    }

    private static Path writableForAll(String name) throws Exception {
        Path folder = Stage.folder(name, Jdk.running());
        Files.deleteIfExists(folder.resolve("report.json"));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static void assertWhole(Played played) throws Exception {
        played.assertAgentWhole();
        assertThat(Files.getOwner(played.folder().resolve("report.json")).getName())
                .as("who wrote the report")
                .isEqualTo("nobody");
        assertThat(AgentReport.texts(played.report().json().at("/agent/capabilities")))
                .as("capabilities")
                .isNotEmpty()
                .allMatch("true"::equals);
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
