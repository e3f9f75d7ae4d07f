package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DurationsTest {
    private final Durations durations = new Durations(new long[] {1, 10}, new long[] {2, 0, 3}, 5, 60_000_000);

    @Test
    void buckets_areNarrowestFirstAndOneMoreThanTheBounds() {
        assertThat(durations.bounds()).isEqualTo(2);
        assertThat(durations.upperMillis(1)).isEqualTo(10);
        assertThat(durations.inBucket(0)).isEqualTo(2);
        assertThat(durations.inBucket(durations.bounds())).isEqualTo(3);
        assertThat(durations.sumNanos()).isEqualTo(60_000_000);
    }

    @Test
    void number_isHowOften() {
        assertThat(durations.intValue()).isEqualTo(5);
        assertThat(durations.longValue()).isEqualTo(5);
        assertThat(durations.floatValue()).isEqualTo(5);
        assertThat(durations.doubleValue()).isEqualTo(durations.count());
    }
}
