package io.tcpclose.agent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Work that may block, as on a full pipe or a hanging file system: done in order by a thread of its own, which is
 * there only while there is some. Whoever hands it over never waits for it. What finds no room is left out and
 * counted.
 *
 * <p>Thread safe; the lock is never held while work is done.
 */
final class Errands {
    private static final long IDLE_MILLIS = 1_000;

    private record Errand(Runnable work, int weight) {}

    private final String name;
    private final int room;
    private final LongConsumer tellLeftOut;
    private final Queue<Errand> waiting = new ArrayDeque<>();
    private int weight;
    private boolean busy;
    private @Nullable Thread worker;
    private long leftOut;
    private long leftOutTold;

    /**
     * @param name of its thread
     * @param room for the weights of what waits, in units of the one who hands over
     * @param tellLeftOut may block too: called with how many were left out
     */
    Errands(String name, int room, LongConsumer tellLeftOut) {
        this.name = name;
        this.room = room;
        this.tellLeftOut = tellLeftOut;
    }

    /** @return false where there is no room */
    synchronized boolean add(Runnable work, int weight) {
        if (weight > room - this.weight) {
            leftOut++;
            return false;
        }
        this.weight += weight;
        waiting.add(new Errand(work, weight));
        notifyAll();
        if (worker == null) start();
        return true;
    }

    /** One that cannot be started now is tried again with the next errand, and by who waits for the last. */
    private void start() {
        Thread fresh = OwnThreads.daemon(null, this::work, name);
        try {
            fresh.start();
            worker = fresh;
        } catch (OutOfMemoryError noThread) {
            // The process may have no more threads: what waits is kept, as far as there is room.
        }
    }

    private void work() {
        for (Errand next = next(); next != null; next = next()) {
            try {
                next.work.run();
                tellLeftOut();
            } catch (Throwable e) {
                // What it had to say is lost; there is nobody to tell who would not come this way.
            } finally {
                done(next);
            }
        }
    }

    private synchronized @Nullable Errand next() {
        if (waiting.isEmpty()) pause(IDLE_MILLIS);
        Errand next = waiting.poll();
        busy = next != null;
        if (!busy) worker = null;
        return next;
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            // It was meant for the errand before.
        }
    }

    private synchronized void done(Errand errand) {
        weight -= errand.weight;
        busy = false;
        notifyAll();
    }

    /** Once all that waited before them is done. */
    private void tellLeftOut() {
        long fresh;
        synchronized (this) {
            if (!waiting.isEmpty()) return;
            fresh = leftOut - leftOutTold;
            leftOutTold = leftOut;
        }
        if (fresh > 0) tellLeftOut.accept(fresh);
    }

    /** Since the start. */
    synchronized long leftOut() {
        return leftOut;
    }

    /**
     * Waits until all is done.
     *
     * @param deadline by {@link System#nanoTime()}
     * @return whether it is
     */
    synchronized boolean await(long deadline) {
        if (worker == null && !waiting.isEmpty()) start();
        while (busy || !waiting.isEmpty()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) return false;
            pause(millis);
        }
        return true;
    }

    /** What is being done now, if it can be interrupted. */
    synchronized void interrupt() {
        if (worker != null && busy) worker.interrupt();
    }
}
