package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.agent.options.Options;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', 5000, -",
                "'observe=off', 5000, -",
                "'probe.interval=1s', 1000, -",
                "'observe=3000ms', 375, 1500",
                "'observe=500ms', 100, 250",
                "'observe=10m', 5000, 300000",
                "'observe=3s,probe.interval=2s', 2000, 1500"
            })
    void shortTime_makesTheProberQuickUnlessItIsSet(String argument, long interval, Long older) {
        Options options = Options.parse(argument, Map.of(), Map.of(), path -> "", AgentStart.ruleDefaults());
        Observation observation = Observation.of(options);
        assertThat(options.problems()).isEmpty();
        assertThat(observation.interval().toMillis()).isEqualTo(interval);
        assertThat(observation.older() == null ? null : observation.older().toMillis())
                .isEqualTo(older);
    }
}
