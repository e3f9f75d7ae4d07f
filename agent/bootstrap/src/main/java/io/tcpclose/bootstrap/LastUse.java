package io.tcpclose.bootstrap;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Who used the connection last, as of the last time the agent asked: left by one read or write per probe interval. */
public final class LastUse extends WeakReference<Thread> {
    public final String thread;
    /** {@link System#nanoTime()} of the use. */
    public final long nanos;
    /** {@link StackMark}, then the site that core made of it. */
    public volatile @Nullable Object trace;

    LastUse(Thread thread, long nanos, @Nullable Object trace) {
        super(thread);
        this.thread = thread.getName();
        this.nanos = nanos;
        this.trace = trace;
    }
}
