package io.tcpclose.core.kernel;

import io.tcpclose.bootstrap.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The kernel spoke of this connection's descriptor number. Only a hint: a child process that holds an old socket can make it
 * speak for the new owner of the number, so who acts on it asks again.
 */
public final class FinHint {
    public final Connection connection;
    /** {@link System#nanoTime()} when epoll_wait returned with it. */
    public final long nanos;

    @Nullable
    FinHint next;

    FinHint(Connection connection, long nanos) {
        this.connection = connection;
        this.nanos = nanos;
    }

    /** The next one of a drained list, or null. */
    public @Nullable FinHint next() {
        return next;
    }
}
