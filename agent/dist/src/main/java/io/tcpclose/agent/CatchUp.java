package io.tcpclose.agent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets another thread have what is waiting in the inbox told at once. It waits a second at most, whatever the agent's thread does. */
final class CatchUp implements Runnable {
    private static final long PATIENCE_MILLIS = 1_000;

    private final AtomicReference<@Nullable CountDownLatch> asked = new AtomicReference<>();
    private volatile @Nullable Thread agent;

    void agent(Thread agent) {
        this.agent = agent;
    }

    /** Without waiting: something else is there for it. */
    void wake() {
        LockSupport.unpark(agent);
    }

    @Override
    public void run() {
        Thread thread = agent;
        if (thread == null || thread == Thread.currentThread()) return;
        CountDownLatch fresh = new CountDownLatch(1);
        CountDownLatch known = asked.compareAndExchange(null, fresh);
        LockSupport.unpark(thread);
        try {
            boolean unused = (known == null ? fresh : known).await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before a turn of the agent's thread; to be released after it. */
    @Nullable
    CountDownLatch take() {
        return asked.getAndSet(null);
    }
}
