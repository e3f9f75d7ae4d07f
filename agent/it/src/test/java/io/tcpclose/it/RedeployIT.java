package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.story.Deployments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** The agent keeps no class of an application that was undeployed, not even while it speaks of its connections. */
class RedeployIT {
    @TestFactory
    Stream<DynamicContainer> undeployedApplications_areCollected() {
        return OnEachJdk.run(jdk -> Stream.of(dynamicTest("all loaders", () -> assertCollected(jdk))));
    }

    private static void assertCollected(Jdk jdk) throws Exception {
        Path folder = Stage.folder("redeploy", jdk);
        AgentConfig config = AgentConfig.in(folder).set("rule.eof-not-closed.after", "400ms");
        try (Peer peer = Peer.start(folder.resolve("peer"));
                Forked app = Fork.of(jdk)
                        .agent(config.argument())
                        .main(Deployments.class, "" + peer.listen("push:1 close"))
                        .start(folder)) {
            assertThat(app.exitCode(Duration.ofSeconds(60))).isZero();
            assertThat(app.stdout()).containsExactly("WHILE OPEN 0", "AFTER CLOSE 0");
        }
        assertSeen(AgentReport.read(folder.resolve("report.json")));
    }

    /** The connections that it must not be pinned by were there, and were spoken of. */
    private static void assertSeen(AgentReport report) {
        assertThat(report.count("opened")).isEqualTo(3 * Deployments.COUNT);
        assertThat(report.count("open")).isZero();
        List<String> rules = report.findings().map(Finding::rule).toList();
        assertThat(rules).contains("use-after-close");
        assertThat(report.json().get("findings").findValuesAsText("count")).contains("" + Deployments.COUNT);
    }
}
