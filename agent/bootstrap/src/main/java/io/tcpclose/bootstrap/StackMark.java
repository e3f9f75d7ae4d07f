package io.tcpclose.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A raw backtrace, taken on an application thread and resolved later on the agent's: filling it in costs about 1 us, turning
 * it into frames five to ten times that. It pins the classes on the stack, so the agent drops it within a probe interval.
 */
public final class StackMark extends Throwable {
    /** Written before anybody can need it, but perhaps after the agent's thread has seen the mark. */
    private volatile @Nullable Connection listener;

    StackMark() {
        super(null, null, false, true);
    }

    /** The listener that an accepted connection came from: its opener is to be named where this stack names nobody. */
    public @Nullable Connection listener() {
        return listener;
    }

    void listener(Connection listener) {
        this.listener = listener;
    }
}
