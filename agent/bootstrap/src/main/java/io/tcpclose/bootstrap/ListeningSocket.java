package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * The record of a descriptor that was made for listening: how its bind went and who accepts. It is found, closed and collected
 * as a connection is, and counts nowhere as one.
 *
 * <p>Written by the thread inside bind, listen or accept; read by any. {@link #lastUse} is the accept that left its stack when
 * the agent asked last, so it may be an interval older than {@link #acceptNanos}.
 */
public final class ListeningSocket extends Connection {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long ACCEPTED = UNSAFE.objectFieldOffset(ListeningSocket.class, "accepted");

    private volatile boolean bound;
    private volatile boolean listening;
    private volatile @Nullable String bindFailure;
    private volatile int wantedPort;
    private volatile long accepted;
    private volatile long acceptNanos;
    private volatile @Nullable String acceptThread;
    private volatile @Nullable String acceptFailure;
    private volatile long acceptFailureNanos;

    ListeningSocket(FileDescriptor descriptor, int fd, long id, long nanos, @Nullable Object trace) {
        super(descriptor, fd, id, nanos, trace);
        set(NOTE_USE);
    }

    void bound() {
        bindFailure = null;
        bound = true;
    }

    void listening() {
        bound();
        listening = true;
    }

    /** The kernel has it in LISTEN, which no hook has seen it come to. */
    public void foundListening() {
        listening();
    }

    /** @param port that was wanted. @param why in the words of the JDK */
    void bindFailed(int port, String why) {
        wantedPort = port;
        bindFailure = why;
    }

    /** A connection was taken. */
    void accepted(long nanos) {
        UNSAFE.getAndAddLong(this, ACCEPTED, 1);
        acceptNanos = nanos;
    }

    /** The calling thread accepts; where the agent has asked, it leaves its stack. */
    void accepting(long nanos) {
        Thread thread = Thread.currentThread();
        acceptThread = thread.getName();
        if (has(NOTE_USE) && clear(NOTE_USE)) lastUse = new LastUse(thread, nanos, Tracing.useMark());
    }

    void acceptFailed(long nanos, String why) {
        acceptFailureNanos = nanos;
        acceptFailure = why;
    }

    /** Whether it has an address. */
    public boolean isBound() {
        return bound;
    }

    /** Whether clients can connect, as long as the descriptor is open. */
    public boolean isListening() {
        return listening;
    }

    /** Why the last bind or listen failed; null where none did, or a later one went well. */
    public @Nullable String bindFailure() {
        return bindFailure;
    }

    /** The port of the bind that failed; 0 any. */
    public int wantedPort() {
        return wantedPort;
    }

    /** Connections taken so far. */
    public long accepted() {
        return accepted;
    }

    /** {@link System#nanoTime()} when the last connection was taken; 0 none yet. */
    public long acceptNanos() {
        return acceptNanos;
    }

    /** Name of the thread that accepted last, with success or not; of an asynchronous listener, of the one that asked for it. */
    public @Nullable String acceptThread() {
        return acceptThread;
    }

    /** Why an accept failed last, whatever came after; null where none did. */
    public @Nullable String acceptFailure() {
        return acceptFailure;
    }

    /** {@link System#nanoTime()} of the last accept that failed; 0 none. */
    public long acceptFailureNanos() {
        return acceptFailureNanos;
    }
}
