package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * The hot record of one connection: found by its descriptor number, identified by its FileDescriptor object, which it holds
 * weakly so that a dropped socket is collected exactly as without the agent.
 *
 * <p>Who writes what:
 *
 * <ol>
 *   <li>{@code bytesRead}, {@code inRead}: the thread inside read, one at a time, since the JDK holds its read lock there;
 *       {@code bytesWritten}, {@code inWrite} likewise. Plain stores: a reader elsewhere may see a value a moment old.
 *   <li>{@code attention}, {@code state}, {@code steps}: any thread, by compare-and-set.
 *   <li>{@code lastMoveNanos} and the fields under "the agent's thread": that thread only.
 * </ol>
 *
 * <p>Of a listening descriptor it is a {@link ListeningSocket}.
 *
 * <p>Budget: 160 bytes with compressed references, life-line steps and call sites apart (ConnectionFootprintTest).
 */
public class Connection extends WeakReference<FileDescriptor> {
    /** The next read or write leaves its thread and backtrace. Set by the agent's thread, cleared by that operation. */
    public static final int NOTE_USE = 1;
    /** End-of-file was read: the peer's FIN is known to the application. */
    public static final int EOF_READ = 1 << 1;
    /** Own shutdownOutput was called. */
    public static final int OUTPUT_SHUT = 1 << 2;
    /** Own shutdownInput was called: a read that returns -1 says nothing about the peer. */
    public static final int INPUT_SHUT = 1 << 3;
    /** A read or write has failed with a reset or a broken pipe. */
    public static final int DEAD = 1 << 4;
    /** close() was called: what the JDK itself reads, writes or shuts down from now on is not the application's doing. */
    public static final int CLOSING = 1 << 5;
    /** The kernel's socket is closed although the number is still taken (dup2 by the JDK's pre-close). */
    public static final int PRE_CLOSED = 1 << 6;
    /** SSLSocket.close() is running: it writes, shuts down and drains the socket below it. */
    static final int TLS_CLOSING = 1 << 7;
    /** A write was begun after end-of-file had been read; only the first of them makes a step. */
    public static final int WROTE_AFTER_EOF = 1 << 8;
    /** The kernel has hinted at a FIN or RST of the peer; who acts on it asks again first, as a hint may be another's. */
    public static final int FIN_HINT = 1 << 9;
    /** A write was begun while the peer's FIN was in the kernel, unread; only the first of them makes a step. */
    public static final int WROTE_AFTER_FIN = 1 << 10;
    /** In the epoll set of the FIN watcher. */
    public static final int WATCHED = 1 << 11;
    /** Another process that holds the same socket has shut our output down. */
    public static final int FOREIGN_SHUT = 1 << 12;
    /** A read or write was told that the kernel had given the connection up (ETIMEDOUT, EHOSTUNREACH). */
    public static final int TIMED_OUT = 1 << 13;
    /** close() had returned before the descriptor was given back. */
    public static final int WAS_HELD = 1 << 14;
    /** The next read looks whether it got a TLS record; gone after the first few. */
    static final int LOOK_READ = 1 << 15;

    /** TLS, as our own first record or an SSLSocket told. */
    public static final int TLS = 1 << 16;
    /** The application took the Socket view of a SocketChannel. */
    public static final int ADAPTOR = 1 << 17;
    /** The SSLSocket is a layer over an application's Socket, not a socket of its own. */
    public static final int TLS_LAYERED = 1 << 18;
    /** SO_LINGER is 0: close sends RST. */
    public static final int LINGER_ZERO = 1 << 19;
    /** Met after a late attach: history unknown. */
    public static final int ADOPTED = 1 << 20;
    /** close() came from the JDK's Cleaner: nobody closed the socket before it was collected. */
    public static final int BY_CLEANER = 1 << 21;
    /** At close the peer's FIN or RST had already come, as the kernel told. */
    public static final int FIN_AT_CLOSE = 1 << 22;
    /** At close the kernel's socket was in error: a RST had come. */
    public static final int RST_AT_CLOSE = 1 << 23;
    /** What the kernel held at close was asked and answered. */
    public static final int CLOSE_PROBED = 1 << 24;
    /** The handshake was completed, by us or before us. */
    public static final int CONNECTED = 1 << 25;
    /** The application's close() has returned: what it starts from now on is a use after close. */
    public static final int CLOSE_RETURNED = 1 << 26;
    /** Bytes were waiting when close was called. */
    static final int READABLE_AT_CLOSE = 1 << 27;
    /** A use after close, or a repeated read after shutdownInput, was told of: once a connection is enough. */
    static final int LATE_USE_TOLD = 1 << 28;
    /** The next write looks whether it is a TLS record; gone after the first few, or when the handshake is over. */
    static final int LOOK_WRITE = 1 << 29;
    /** JSSE has been told of the peer's alert or of an error of its own: what it writes, shuts down or closes now is its doing. */
    static final int TLS_ACTS = 1 << 30;
    /** TLS is known by an SSLSocket over the descriptor, or in it. */
    public static final int SSL_SOCKET = 1 << 31;

    /** What a read looks at besides its bytes. */
    static final int READ_ATTENTION = NOTE_USE | LOOK_READ;
    /** What a write looks at before it begins. */
    static final int WRITE_ATTENTION = NOTE_USE | LOOK_WRITE | EOF_READ | DEAD | FIN_HINT | OUTPUT_SHUT;

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long STATE = UNSAFE.objectFieldOffset(Connection.class, "state");
    private static final long ATTENTION = UNSAFE.objectFieldOffset(Connection.class, "attention");
    private static final long STEPS = UNSAFE.objectFieldOffset(Connection.class, "steps");
    private static final int MAX_STEPS = 8;

    public final long id;
    /** {@link System#nanoTime()} at registration. */
    public final long openedNanos;

    /** Microseconds from the opening until the handshake was complete on our side; 0 unknown or accepted. */
    private volatile int connectMicros;

    public final int fd;
    /** Name of the thread that opened it, or an {@link Opening} where it was in a trace. */
    volatile @Nullable Object openedBy;
    /** One of {@link ConnectFailure}, 0 none. */
    volatile byte connectFailure;

    long bytesRead;
    long bytesWritten;
    volatile int attention;
    volatile int state;
    int readerTid;
    int writerTid;
    /** Local port in the low half, remote port in the high half. */
    int ports;
    /** Bytes in the receive buffer when the descriptor was closed; -1 unknown. */
    volatile int unreadAtClose = -1;
    /** SelectionKey interest ops, or OP_READ while an asynchronous read is pending. */
    volatile byte interest;

    /** {@link TlsRecords}: what our own first records were; only a thread inside write changes it. */
    byte tlsOut;
    /** As {@link #tlsOut}, of the peer; only a thread inside read changes it. */
    byte tlsIn;
    /** Writes and reads that looked for a TLS record. */
    byte looksOut;

    byte looksIn;
    /** Whose the write is that was begun last: one of {@link WriteBegun}. Kept only where a flag of attention stands. */
    byte writeBegun;
    /** Bytes read when our side had ended its handshake: later ones are the peer's data and session tickets. */
    int readAtHandshake;
    /** An asynchronous channel is looking how its connect went: if it closes now, it went wrong. */
    volatile boolean finishingConnect;

    boolean inRead;
    boolean inWrite;
    boolean waitsToRead;
    boolean waitsToWrite;

    public volatile Kind kind = Kind.UNKNOWN;
    public volatile Role role = Role.UNKNOWN;

    volatile @Nullable InetAddress localAddress;
    volatile @Nullable InetAddress remoteAddress;
    /** {@link StackMark}, then the site that core made of it; null when stacks are off or this one was sampled away. */
    public volatile @Nullable Object openedTrace;

    volatile @Nullable Step steps;
    public volatile @Nullable LastUse lastUse;
    /** Threads that shared it, and writes into the dead: absent on nearly all connections. */
    volatile @Nullable Anomalies anomalies;

    // --- the agent's thread ---
    /** When a byte counter was last seen to have moved; at first the opening. */
    public long lastMoveNanos;

    /** The lower half of the sum of both counters at the last probe: enough to see that they moved. */
    public int bytesAtProbe;
    /** Core's own record, absent until a rule takes an interest. */
    public @Nullable Object watch;

    Connection(FileDescriptor descriptor, int fd, long id, long nanos, @Nullable Object trace) {
        super(descriptor);
        this.fd = fd;
        this.id = id;
        this.openedNanos = nanos;
        this.lastMoveNanos = nanos;
        this.openedTrace = trace;
        this.attention = LOOK_READ | LOOK_WRITE;
    }

    // --- state: three enums of core in one int ---

    public int state() {
        return state;
    }

    public boolean casState(int expected, int next) {
        return UNSAFE.compareAndSetInt(this, STATE, expected, next);
    }

    // --- attention flags ---

    /** The flags above; any of them may have changed when this returns. */
    public int flags() {
        return attention;
    }

    public boolean has(int flag) {
        return (attention & flag) != 0;
    }

    /** @return whether this call set it */
    public boolean set(int flag) {
        return (UNSAFE.getAndBitwiseOrInt(this, ATTENTION, flag) & flag) == 0;
    }

    /** @return whether this call cleared it */
    public boolean clear(int flag) {
        return (UNSAFE.getAndBitwiseAndInt(this, ATTENTION, ~flag) & flag) != 0;
    }

    // --- life line ---

    /** The newest step, or null; older ones hang on it, {@value #MAX_STEPS} at the most. */
    public @Nullable Step newestStep() {
        return steps;
    }

    void push(Step step) {
        Step head;
        do {
            head = steps;
            step.older = head;
        } while (!UNSAFE.compareAndSetReference(this, STEPS, head, step));
        trim(step);
    }

    /** Benign race: two threads may cut the same tail, or leave one step too many until the next push. */
    private static void trim(Step newest) {
        Step step = newest;
        for (int i = 1; i < MAX_STEPS; i++) {
            step = step.older;
            if (step == null) return;
        }
        step.older = null;
    }

    // --- what others may read ---

    /** Name of the thread that opened it. */
    public @Nullable String openedThread() {
        Object by = openedBy;
        return by instanceof Opening ? ((Opening) by).thread : (String) by;
    }

    /** The trace that it was opened in, or null. */
    public @Nullable TraceIds openedIds() {
        Object by = openedBy;
        return by instanceof Opening ? ((Opening) by).ids : null;
    }

    public long bytesRead() {
        return bytesRead;
    }

    public long bytesWritten() {
        return bytesWritten;
    }

    /** Bytes that the application has written: without what TLS said by itself after the peer's end was known. */
    public long writtenByApplication() {
        Anomalies a = anomalies;
        return a == null ? bytesWritten : bytesWritten - a.tlsWords;
    }

    /** TLS whose handshake has not ended on our side: nothing of the application has passed. */
    public boolean isInTlsHandshake() {
        return has(TLS) && tlsOut != TlsRecords.APPLICATION && looksOut < TlsRecords.LOOKS;
    }

    /** TLS, and nothing was read since our side had ended the handshake: what is unread may be session tickets. */
    public boolean hasReadOnlyTlsHandshake() {
        return has(TLS) && tlsOut == TlsRecords.APPLICATION && (int) bytesRead == readAtHandshake;
    }

    /** {@link System#nanoTime()} when the handshake was complete on our side, to the microsecond; 0 unknown or accepted. */
    public long connectedNanos() {
        int micros = connectMicros;
        return micros == 0 ? 0 : openedNanos + micros * 1_000L;
    }

    void connected(long nanos) {
        connectMicros = (int) Math.max(1, Math.min((nanos - openedNanos) / 1_000, Integer.MAX_VALUE));
    }

    public int localPort() {
        return ports & 0xffff;
    }

    public int remotePort() {
        return ports >>> 16;
    }

    void localPort(int port) {
        ports = (ports & 0xffff0000) | (port & 0xffff);
    }

    void remotePort(int port) {
        ports = (ports & 0xffff) | (port << 16);
    }

    public @Nullable InetAddress localAddress() {
        return localAddress;
    }

    public @Nullable InetAddress remoteAddress() {
        return remoteAddress;
    }

    /** Bytes the kernel held unread when the descriptor was closed, or -1 where that is not known. */
    public int unreadAtClose() {
        return unreadAtClose;
    }

    /** Whether a thread was inside a read (or waiting in one) when looked at. */
    public boolean isReading() {
        return inRead || waitsToRead;
    }

    /** Whether a thread was inside a write (or waiting in one) when looked at. */
    public boolean isWriting() {
        return inWrite || waitsToWrite;
    }

    /** One of {@link ConnectFailure}, or 0. */
    public int connectFailure() {
        return connectFailure;
    }

    /** Interest ops of {@link java.nio.channels.SelectionKey} under which a selector or port watches it. */
    public int interest() {
        return interest;
    }

    public @Nullable Anomalies anomalies() {
        return anomalies;
    }

    Anomalies anomaliesForUpdate() {
        Anomalies a = anomalies;
        if (a == null) {
            // Two threads may each make one: the loser's first count is lost, its next one is not.
            a = new Anomalies();
            anomalies = a;
        }
        return a;
    }

    /** Distinct threads seen reading: 0 to 4, 5 for more. */
    public int readers() {
        Anomalies a = anomalies;
        return Math.max(readerTid == 0 ? 0 : 1, a == null ? 0 : a.readers.size());
    }

    /** Distinct threads seen writing: 0 to 4, 5 for more. */
    public int writers() {
        Anomalies a = anomalies;
        return Math.max(writerTid == 0 ? 0 : 1, a == null ? 0 : a.writers.size());
    }
}
