package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar as users run it. Scenarios fail by themselves when the misuse did not come about: exit code 1. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoIT {
    static Stream<String> names() {
        return Scenarios.ALL.stream().map(Scenario::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void scenario_playsAndEndsWithItsPeer(String name) throws Exception {
        try (DemoRun run = DemoRun.of("--hold", "1", name).untilHolding()) {
            assertThat(run.peerRuns()).isTrue();
            assertThat(run.untilEnd()).isZero();
            assertThat(run.stderr()).isEmpty();
            await().until(() -> !run.peerRuns());
        }
    }

    @Test
    void everything_playsInOneRun() throws Exception {
        try (DemoRun run = DemoRun.of("--hold", "2")) {
            assertThat(run.untilEnd()).isZero();
            assertThat(run.stderr()).isEmpty();
            assertThat(names())
                    .allSatisfy(name -> assertThat(run.lines()).anyMatch(line -> line.startsWith(name + " ")));
        }
    }

    @Test
    void killedRun_takesItsPeerAlong() throws Exception {
        try (DemoRun run = DemoRun.of("--hold", "60", "idle-pool").untilHolding()) {
            assertThat(run.peerRuns()).isTrue();
            run.kill();
            await().until(() -> !run.peerRuns());
        }
    }

    @Test
    void unknownName_exitsWith2() throws Exception {
        try (DemoRun run = DemoRun.of("late-closed")) {
            assertThat(run.untilEnd()).isEqualTo(2);
            assertThat(run.stderr().lines()).singleElement().asString().contains("'late-close'");
        }
    }
}
