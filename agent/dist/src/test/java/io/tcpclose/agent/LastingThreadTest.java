package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.ledger.OwnErrors;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LastingThreadTest {
    private static final long PATIENCE_SECONDS = 30;

    private final OwnErrors errors = new OwnErrors();
    private final OwnThreads threads = new OwnThreads(errors);

    @Test
    void thread_thatDies_isStartedAgainAndKnown() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<Thread> known = new AtomicReference<>();
        AtomicReference<Thread> second = new AtomicReference<>();
        CountDownLatch again = new CountDownLatch(1);
        LastingThread thread = threads.lasting(
                () -> {
                    if (runs.incrementAndGet() == 1) throw new OutOfMemoryError("as if");
                    second.set(Thread.currentThread());
                    again.countDown();
                },
                "tcpclose-test",
                known::set);
        thread.start();
        assertThat(again.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(known.get()).isSameAs(second.get()).isSameAs(thread.thread());
        assertThat(errors.count()).isEqualTo(1);
    }

    @Test
    void thread_whoseSuccessorCannotBeStarted_isStartedByAnother() throws InterruptedException {
        AtomicBoolean full = new AtomicBoolean();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch again = new CountDownLatch(1);
        LastingThread thread = new LastingThread(
                work -> {
                    if (full.get()) throw new OutOfMemoryError("unable to create native thread");
                    return threads.named(work, "tcpclose-test");
                },
                () -> {
                    full.set(runs.incrementAndGet() == 1);
                    if (full.get()) throw new IllegalStateException("dies");
                    again.countDown();
                },
                fresh -> {},
                errors);
        thread.start();
        Thread first = Objects.requireNonNull(thread.thread());
        first.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertThat(again.getCount()).isEqualTo(1);
        full.set(false);
        thread.look();
        assertThat(again.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void thread_thatIsOver_staysSo() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        LastingThread thread = threads.lasting(runs::incrementAndGet, "tcpclose-test", fresh -> {});
        thread.over();
        thread.start();
        Thread first = Objects.requireNonNull(thread.thread());
        first.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        threads.look();
        assertThat(thread.thread()).isSameAs(first);
        assertThat(runs).hasValue(1);
    }
}
