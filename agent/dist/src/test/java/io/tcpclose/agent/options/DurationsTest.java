package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "250ms, 250, 250ms",
        "10s, 10000, 10s",
        "5m, 300000, 5m",
        "1h, 3600000, 1h",
        "60s, 60000, 1m",
        "90m, 5400000, 90m",
        "1500ms, 1500, 1500ms",
        "0, 0, 0s",
        "00, 0, 0s",
        "0h, 0, 0s",
        "007s, 7000, 7s",
        "999999999h, 3599999996400000, 999999999h",
    })
    void duration_written_readAndShownInTheLargestUnit(String text, long millis, String shown) {
        Duration duration = Durations.parse(text);
        assertThat(duration).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.show(Duration.ofMillis(millis))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "5",
                "-5s",
                "+5s",
                "5 s",
                "5S",
                "5sec",
                "5d",
                "5us",
                "1.5s",
                "1e3s",
                "1000000000h",
                "0x5s",
                "٥s",
                "5s5",
                "PT5S"
            })
    void duration_notOne_refused(String text) {
        assertThat(Durations.parse(text)).isNull();
    }

    @Test
    void duration_shown_readsBack() {
        for (long millis = 1; millis < 20_000_000; millis = millis * 3 + 1_000 - millis % 1_000) {
            Duration duration = Duration.ofMillis(millis);
            assertThat(Durations.parse(Durations.show(duration))).isEqualTo(duration);
        }
    }
}
