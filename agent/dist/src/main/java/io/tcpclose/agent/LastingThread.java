package io.tcpclose.agent;

import io.tcpclose.core.ledger.OwnErrors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the agent that goes on: one that dies of what its loop could not catch (Thread.stop, no memory) starts
 * its successor, and where that fails another thread of the agent does, by {@link #look}.
 */
final class LastingThread {
    private final Function<Runnable, Thread> maker;
    private final Consumer<Thread> known;
    private final Runnable loop;
    private final OwnErrors errors;
    private volatile @Nullable Thread thread;
    private volatile boolean over;

    /**
     * @param maker of a thread that is not started
     * @param loop returns when it is to end
     * @param known told of each thread before its start
     */
    LastingThread(Function<Runnable, Thread> maker, Runnable loop, Consumer<Thread> known, OwnErrors errors) {
        this.maker = maker;
        this.loop = loop;
        this.known = known;
        this.errors = errors;
    }

    synchronized void start() {
        Thread fresh = maker.apply(this::live);
        thread = fresh;
        known.accept(fresh);
        fresh.start();
    }

    /** Null before the start. */
    @Nullable
    Thread thread() {
        return thread;
    }

    private void live() {
        try {
            loop.run();
        } catch (Throwable death) {
            errors.caught("a thread that was started again", death);
            again();
        }
    }

    private void again() {
        try {
            if (!over) start();
        } catch (Throwable e) {
            errors.caught("starting a thread again", e);
        }
    }

    /** For another thread of the agent, now and then. */
    synchronized void look() {
        Thread now = thread;
        if (now != null && !now.isAlive()) again();
    }

    /** When it ends now, that is right. */
    void over() {
        over = true;
    }

    /** Waits for the one that runs now. */
    void join(long millis) throws InterruptedException {
        Thread now = thread;
        if (now != null) now.join(millis);
    }
}
