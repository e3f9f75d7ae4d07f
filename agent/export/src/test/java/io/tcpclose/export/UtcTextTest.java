package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UtcTextTest {
    @Test
    void time_isWrittenAsByTheFormatter() {
        UtcText text = new UtcText();
        for (Instant time : new Instant[] {
            Instant.parse("2026-11-30T11:15:35Z"),
            Instant.parse("2026-11-30T11:15:35.004999999Z"),
            Instant.parse("2026-11-30T11:15:35.999Z"),
            Instant.parse("2026-11-30T11:15:36.05Z"),
            Instant.EPOCH.minusMillis(1),
            Instant.EPOCH,
            Instant.parse("0000-01-01T00:00:00Z"),
            Instant.parse("+12345-01-01T00:00:00.5Z"),
            Instant.MAX,
            Instant.MIN,
            Instant.parse("2026-11-30T11:15:36.1Z"),
        }) {
            assertThat(text.of(time)).isEqualTo(Text.utc(time));
        }
    }
}
