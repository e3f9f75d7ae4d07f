package io.tcpclose.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * One lifecycle step of a connection. Written once by the thread that made it; afterwards only the agent's thread replaces
 * the raw backtrace by the call site it was resolved to.
 */
public final class Step {
    public final Connection connection;
    public final SocketEvent event;
    /** {@link System#nanoTime()} of the step. */
    public final long nanos;

    /** Null where the kernel told and no thread did anything. */
    public final @Nullable String thread;

    /** The lower half of the thread's id; 0 where {@link #thread} is null. */
    public final int threadId;
    /**
     * Meaning by event. EOF, CLOSE, PEER_FIN: bytes written by the application until then; SHUTDOWN_OUTPUT: bytes read until then; CLOSED,
     * PRE_CLOSED, SHUTDOWN_INPUT, DATA_AFTER_SHUTDOWN: unread bytes, -1 unknown; CONNECT_FAILED: {@link ConnectFailure};
     * BIND_FAILED: the port that was wanted; BROKEN_PIPE: 1 where only a RST in CLOSE_WAIT explains it; late uses: {@link Operation}; WRITE_TO_DEAD: nanoseconds
     * since the first failure; else 0.
     */
    public final long detail;

    /** A {@link StackMark}, the site that core made of it, or null (stacks off or sampled away). */
    public volatile @Nullable Object trace;

    /** Whose doing it was; null where the application, or the kernel, is meant. */
    public final @Nullable Doing doing;

    /** The trace that the thread was in; null where it was in none, or no stack was taken. */
    public final @Nullable TraceIds ids;

    /** The step before this one on the same connection. */
    @Nullable
    Step older;

    /** The next one in the inbox of the agent's thread. */
    public @Nullable Step next;

    Step(Connection connection, SocketEvent event, long nanos, long detail, @Nullable Object trace) {
        this(connection, event, nanos, detail, trace, null);
    }

    Step(
            Connection connection,
            SocketEvent event,
            long nanos,
            long detail,
            @Nullable Object trace,
            @Nullable Doing doing) {
        Thread current = Thread.currentThread();
        this.connection = connection;
        this.event = event;
        this.nanos = nanos;
        this.thread = current.getName();
        this.threadId = (int) ThreadIds.of(current);
        this.detail = detail;
        this.trace = trace;
        this.doing = doing;
        this.ids = trace == null ? null : Correlation.ids();
    }

    /** What the kernel told the agent's thread: no thread of the application was in it, and no stack is to blame. */
    Step(Connection connection, SocketEvent event, long nanos, long detail) {
        this.connection = connection;
        this.event = event;
        this.nanos = nanos;
        this.thread = null;
        this.threadId = 0;
        this.detail = detail;
        this.doing = null;
        this.ids = null;
    }

    /** The step before this one on the same connection, or null. */
    public @Nullable Step older() {
        return older;
    }
}
