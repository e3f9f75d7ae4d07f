package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.churn.FinChurnMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** No FIN is charged to the wrong connection and none is lost, however fast descriptors change hands. */
class FinChurnIT {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int MANY = 100_000;
    private static final int FEW = 20_000;
    /** Several probes of 100 ms: until the watcher has it, and until what it is told is confirmed. */
    private static final int REST_MILLIS = 600;

    @TestFactory
    Stream<DynamicContainer> fins_underChurn_areTheRightConnections() {
        return OnEachJdk.run(jdk -> {
            int connections = jdk.feature() == Jdk.running().feature() ? MANY : FEW;
            return Stream.of(
                    dynamicTest("watched", () -> churn(jdk, "churn", connections)),
                    dynamicTest("polled", () -> churn(jdk, "churn-polled", FEW, "-Dtcpclose.test.off=fin-watcher")));
        });
    }

    private static void churn(Jdk jdk, String name, int connections, String... vmOptions) throws Exception {
        Path folder = Stage.folder(name, jdk);
        String options = AgentConfig.in(folder)
                .set("probe.interval", "100ms")
                .set("log", "none")
                .argument();
        Fork fork = Fork.of(jdk).agent(options).vm(vmOptions);
        try (Forked app = fork.main(FinChurnMain.class, String.valueOf(connections), String.valueOf(REST_MILLIS))
                .start(folder)) {
            assertThat(app.exitCode(PATIENCE)).as("%s", app.stderr()).isZero();
            Map<String, Integer> tally = tally(app.stdout().get(0));
            assertThat(tally)
                    .as("%s", app.stderr())
                    .containsEntry("failures", 0)
                    .containsEntry("lost", 0)
                    .containsEntry("wrong", 0)
                    .containsEntry("made", connections);
            assertThat(tally.get("ended")).isGreaterThan(connections / 40);
            assertThat(tally.get("quiet")).isGreaterThan(connections / 100);
            assertThat(tally.get("children")).isGreaterThan(20);
        }
        assertThat(AgentReport.read(folder.resolve("report.json")).hookErrors()).isZero();
    }

    private static Map<String, Integer> tally(String line) {
        return Arrays.stream(line.split(" "))
                .map(word -> word.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.parseInt(pair[1])));
    }
}
