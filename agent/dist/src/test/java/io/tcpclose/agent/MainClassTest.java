package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In a JVM that does not tell: the launcher's package is not open to the tests. Where it is, see MetricsIT. */
class MainClassTest {
    private static final long START = 7;

    private final MainClass main = new MainClass(START);

    private static long after(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void jvmThatDoesNotTell_isGivenTenSeconds() {
        assertThat(main.runs(START)).isFalse();
        assertThat(main.runs(after(5_000))).isFalse();
        assertThat(main.runs(after(9_999))).isFalse();
        assertThat(main.runs(after(10_000))).isTrue();
        assertThat(main.runs(after(20_000))).isTrue();
    }
}
