package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0ms",
        "0, 0ms",
        "999, 999ms",
        "1000, 1s",
        "1250, 1.2s",
        "9999, 9.9s",
        "59999, 59s",
        "60000, 1m",
        "310000, 5m10s",
        "3120000, 52m",
        "3599999, 59m",
        "15120000, 4h12m",
        "86399999, 23h59m",
        "273600000, 3d4h",
        "9223372036854775807, 106751991167d7h"
    })
    void duration_isShort(long millis, String expected) {
        assertThat(Text.duration(millis)).isEqualTo(expected);
    }

    @Test
    void times_beyondEveryCalendarDoNotThrow() {
        ZoneId zone = ZoneId.of("Asia/Tokyo");

        assertThat(Text.clock(Instant.MAX, Instant.MIN, zone)).startsWith("+1000000000-12-31");
        assertThat(Text.withOffset(Instant.MAX, zone)).startsWith("+1000000000-12-31");
        assertThat(Text.between(Instant.MIN, Instant.MAX)).endsWith("h");
        assertThat(Text.between(Instant.MAX, Instant.MIN)).isEqualTo("0ms");
    }

    @Test
    void clean_escapesWhatCannotBeSeen() {
        assertThat(Text.clean("a\tb\u001b[1m\u202e")).isEqualTo("a\\tb\\u001b[1m\\u202e");
        assertThat(Text.clean("Zürich 東京")).isEqualTo("Zürich 東京");
    }

    @Test
    void clean_cutsWhatIsTooLong() {
        assertThat(Text.clean("x".repeat(5000))).hasSize(1003).endsWith("...");
    }

    @Test
    void frames_areAtMostThree() {
        assertThat(Text.frames(List.of("a", "b", "c", "d"))).isEqualTo("a  <  b  <  c");
    }
}
