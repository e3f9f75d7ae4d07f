package io.tcpclose.core.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has failed of the agent's own work outside the hooks, each time counted and of each kind told once. A part
 * that fails is left out, and nothing beside it. Thread-safe; catches everything, no memory and {@code Thread.stop}
 * included.
 */
public final class OwnErrors {
    private static final int MAX_KINDS = 32;

    private final AtomicLong count = new AtomicLong();
    private final Set<String> kinds = new HashSet<>();
    private final List<String> untold = new ArrayList<>();

    /** @param part a noun for a person, one of few */
    public void run(String part, Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            caught(part, e);
        }
    }

    /** For where {@link #run} would cost an object. */
    public void caught(String part, Throwable e) {
        count.incrementAndGet();
        try {
            note(part, e);
        } catch (Throwable unspeakable) {
            // It is counted.
        }
    }

    private synchronized void note(String part, Throwable e) {
        if (kinds.size() < MAX_KINDS && kinds.add(part + e.getClass().getName())) untold.add(part + ": " + e);
    }

    /** Since the start. */
    public long count() {
        return count.get();
    }

    /** The kinds that have come up since this was asked last, each with its first error. */
    public synchronized List<String> untold() {
        if (untold.isEmpty()) return List.of();
        List<String> news = List.copyOf(untold);
        untold.clear();
        return news;
    }
}
