package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {
    private static final TraceIds IDS = java.util.Objects.requireNonNull(TraceIds.of("4bf9", "00f0"));

    @BeforeEach
    @AfterEach
    void reset() {
        Correlation.reader(null);
        HookErrorsReset.reset();
    }

    @Test
    void noReader_noIds() {
        assertThat(Correlation.ids()).isNull();
    }

    @Test
    void reader_isAskedEachTime() {
        Correlation.reader(() -> IDS);
        assertThat(Correlation.ids()).isSameAs(IDS);
        assertThat(Correlation.ids()).isSameAs(IDS);
    }

    /** A library that opens a socket to answer would come back here. */
    @Test
    void reader_isNotAskedFromInside() {
        AtomicInteger asked = new AtomicInteger();
        Correlation.reader(() -> {
            asked.incrementAndGet();
            assertThat(Correlation.ids()).isNull();
            return IDS;
        });
        assertThat(Correlation.ids()).isSameAs(IDS);
        assertThat(asked).hasValue(1);
        assertThat(HookErrors.count(Hook.TRACE)).isZero();
    }

    @Test
    void readerThatThrows_isCountedAndThenOff() {
        AtomicInteger asked = new AtomicInteger();
        Correlation.reader(() -> {
            asked.incrementAndGet();
            throw new StackOverflowError("on purpose");
        });
        for (int i = 0; i < 2 * HookErrors.LIMIT; i++)
            assertThat(Correlation.ids()).isNull();
        assertThat(HookErrors.isOff(Hook.TRACE)).isTrue();
        assertThat(asked).hasValue(HookErrors.LIMIT + 1);
    }

    @Test
    void threadsOfTheJvm_doNotAsk() throws InterruptedException {
        Correlation.reader(() -> IDS);
        ThreadGroup system = Thread.currentThread().getThreadGroup();
        while (system.getParent() != null) system = system.getParent();
        Tracing.ownThreads(new ThreadGroup(system, "the agent's"));
        Object[] got = {"nothing yet"};
        Thread housekeeping = new Thread(system, () -> got[0] = Correlation.ids());
        housekeeping.start();
        housekeeping.join();
        assertThat(got[0]).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00000000000000000000000000000000", "a b", "a\nb", "\u00e9", "a\"b", "a,b"})
    void whatIsNoId_isLeftOut(String id) {
        assertThat(TraceIds.of(id, "1")).isNull();
        assertThat(spanOf(TraceIds.of("1", id))).isNull();
    }

    private static @Nullable String spanOf(@Nullable TraceIds ids) {
        return java.util.Objects.requireNonNull(ids).spanId;
    }

    @Test
    void idThatIsTooLong_isLeftOut() {
        assertThat(TraceIds.of("a".repeat(64), null)).isNotNull();
        assertThat(TraceIds.of("a".repeat(65), null)).isNull();
    }

    @Test
    void firstSpellingThatIsThere_counts() {
        TraceIds ids = java.util.Objects.requireNonNull(TraceIds.ofAny(null, "t2", "t3", null, null, "s3"));
        assertThat(ids.traceId).isEqualTo("t2");
        assertThat(ids.spanId).isEqualTo("s3");
    }
}
