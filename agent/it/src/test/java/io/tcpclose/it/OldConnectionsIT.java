package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.late.OldConnectionsMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** What was leaked before the agent came, and is never used again, is told as what it is; its legal neighbours are not. */
class OldConnectionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> RULES = List.of("eof-not-closed", "fin-unnoticed", "done-not-closed");

    @TestFactory
    Stream<DynamicContainer> leaksOfBefore_areFoundByTheirListenersAndEndpoints() {
        return OnEachJdk.run(jdk -> Stream.of(dynamicTest("attached", () -> attached(jdk))));
    }

    private static void attached(Jdk jdk) throws Exception {
        Path folder = Stage.folder("old", jdk);
        AgentConfig config = AgentConfig.in(folder).set("log", "none");
        for (String rule : RULES) config.set("rule." + rule + ".after", "2s");
        try (Forked app = Fork.of(jdk).main(OldConnectionsMain.class).start(folder)) {
            List<String> ports = ports(app);
            AgentJar.attach(app, config.argument());
            app.send("half-close");
            TimeUnit.SECONDS.sleep(5);
            app.send("end");
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertTold(AgentReport.read(folder.resolve("report.json")), ports);
        }
    }

    private static List<String> ports(Forked app) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (app.stdout().isEmpty() && System.nanoTime() < deadline) TimeUnit.MILLISECONDS.sleep(20);
        return List.of(app.stdout().get(0).substring("PORTS ".length()).split(" "));
    }

    private static void assertTold(AgentReport report, List<String> ports) {
        int leaks = OldConnectionsMain.LEAKS;
        int forgotten = OldConnectionsMain.FORGOTTEN;
        assertThat(report.findings().map(OldConnectionsIT::told))
                .containsExactlyInAnyOrder(
                        "fin-unnoticed " + leaks + " listener:" + ports.get(0),
                        "eof-not-closed " + forgotten + " [0:0:0:0:0:0:0:1]:" + ports.get(1),
                        "eof-not-closed " + forgotten + " 127.0.0.1:" + ports.get(2));
        assertThat(report.connections().map(c -> c.get("role").asText()))
                .as("open ones")
                .hasSize(leaks + 2 * forgotten)
                .containsOnly("client", "server");
        assertThat(report.connections().map(c -> c.get("state").asText())).containsOnly("close_wait");
        assertThat(report.count("opened")).isEqualTo(leaks + 2 * forgotten + 2 * (OldConnectionsMain.LIVE + 1));
        assertThat(report.count("open")).isEqualTo(leaks + 2 * forgotten);
        assertThat(texts(report.json().get("endpoints"), "endpoint"))
                .as("no port that a peer was given")
                .containsExactlyInAnyOrder(
                        "listener:" + ports.get(0),
                        "[0:0:0:0:0:0:0:1]:" + ports.get(1),
                        "127.0.0.1:" + ports.get(2),
                        "127.0.0.1:" + ports.get(3),
                        "listener:" + ports.get(3));
        assertThat(report.json().get("listeners")).hasSize(4);
    }

    private static String told(AgentReport.Finding finding) {
        return finding.rule() + " " + finding.json().get("count").asText() + " " + finding.endpoint();
    }

    private static List<String> texts(JsonNode array, String member) {
        return array.findValuesAsText(member);
    }
}
