package io.tcpclose.bootstrap;

import java.nio.channels.spi.AbstractInterruptibleChannel;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows whose doing an operation is: a table of what is done and in which situation, with a reason a cell.
 * Hooks ask before they tell of anything, rules find the answer on the step.
 *
 * <p>Where situations overlap, the one that comes first in {@link Situation} counts.
 */
public enum Doing {
    // spotless:off
    CLEANER_CLOSES(
            Act.CLOSE,
            Situation.CLEANER,
            Actor.JDK,
            "the JDK's Cleaner closed a Socket that was garbage-collected (NioSocketImpl registers one)"),
    FINALIZER_CLOSES(
            Act.CLOSE, Situation.FINALIZER, Actor.JDK, "a finalizer closed a socket that was garbage-collected"),
    INTERRUPT_CLOSES(
            Act.CLOSE,
            Situation.INTERRUPT,
            Actor.JDK,
            "the JDK closed it, as a thread was interrupted inside an operation (AbstractInterruptibleChannel, and Socket in a virtual thread)"),
    FAILED_CONNECT_CLOSES(
            Act.CLOSE,
            Situation.FAILED_CONNECT,
            Actor.JDK,
            "the JDK closed it, as its connect had failed (NioSocketImpl.connect, SocketChannelImpl.finishConnect)"),
    TLS_CLOSES(Act.CLOSE, Situation.TLS_ACTS, Actor.TLS, "TLS closed it after a fatal alert (TransportContext.fatal)"),
    CLOSE_OF_TLS_CLOSES(Act.CLOSE, Situation.TLS_CLOSE, Actor.APPLICATION, "SSLSocket.close is the application's call"),
    CLOSES(Act.CLOSE, Situation.PLAIN, Actor.APPLICATION, "close was called"),

    TLS_SHUTS(
            Act.SHUTDOWN,
            Situation.TLS_ACTS,
            Actor.TLS,
            "TLS answered the peer's close_notify (SSLSocketImpl.deliverClosedNotify), inside a read"),
    CLOSE_OF_TLS_SHUTS(
            Act.SHUTDOWN, Situation.TLS_CLOSE, Actor.TLS, "SSLSocket.close shuts down before it closes, and after"),
    CLOSE_SHUTS(
            Act.SHUTDOWN,
            Situation.CLOSE,
            Actor.JDK,
            "close shuts down before it closes (NioSocketImpl.close, SocketChannelImpl.implCloseNonBlockingMode)"),
    SHUTS(Act.SHUTDOWN, Situation.PLAIN, Actor.APPLICATION, "shutdownInput or shutdownOutput was called"),

    TLS_READS(
            Act.READ,
            Situation.TLS_ACTS,
            Actor.TLS,
            "TLS drains the socket before it closes it (SSLSocketInputRecord.deplete)"),
    CLOSE_OF_TLS_READS(Act.READ, Situation.TLS_CLOSE, Actor.TLS, "SSLSocket.close drains the socket"),
    READ_IN_CLOSE(
            Act.READ,
            Situation.CLOSE,
            Actor.JDK,
            "a read that meets a close under way reads the marker that took the socket's place"),
    READS(Act.READ, Situation.PLAIN, Actor.APPLICATION, "read was called"),

    TLS_WRITES(Act.WRITE, Situation.TLS_ACTS, Actor.TLS, "TLS answers an alert inside a read"),
    CLOSE_OF_TLS_WRITES(Act.WRITE, Situation.TLS_CLOSE, Actor.TLS, "SSLSocket.close says close_notify"),
    TLS_ALERTS(
            Act.WRITE,
            Situation.TLS_WORDS,
            Actor.TLS,
            "close_notify and other alerts are TLS's own words: record type 21, or 24 encrypted bytes"),
    WRITE_IN_CLOSE(
            Act.WRITE,
            Situation.CLOSE,
            Actor.JDK,
            "a write that meets a close under way was begun before it, or is a flush inside it"),
    WRITES(Act.WRITE, Situation.PLAIN, Actor.APPLICATION, "write was called");
    // spotless:on

    /** What is done. */
    public enum Act {
        CLOSE,
        SHUTDOWN,
        READ,
        WRITE
    }

    /** What is going on meanwhile; earlier ones come first. */
    public enum Situation {
        CLEANER("on the thread of the JDK's Cleaner"),
        FINALIZER("on the finalizer's thread"),
        INTERRUPT("a thread is interrupted inside an operation"),
        FAILED_CONNECT("the connect has just failed"),
        TLS_ACTS("JSSE takes in an alert, or has met a fatal error"),
        TLS_CLOSE("SSLSocket.close is running"),
        CLOSE("close is running, or was called"),
        TLS_WORDS("the bytes are TLS alerts"),
        PLAIN("nothing else");

        private final String label;

        Situation(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    /** Set before an interrupt closes the channel: {@code interrupted} up to 24, {@code interruptedTarget} from 25. */
    private static final long INTERRUPTED =
            PrivateLinks.offset(AbstractInterruptibleChannel.class, "interrupted", "interruptedTarget");

    private static final int IN_CLOSE = Connection.CLOSING | Connection.PRE_CLOSED;

    private final Act act;
    private final Situation situation;
    private final Actor actor;
    private final String why;

    Doing(Act act, Situation situation, Actor actor, String why) {
        this.act = act;
        this.situation = situation;
        this.actor = actor;
        this.why = why;
    }

    public Act act() {
        return act;
    }

    public Situation situation() {
        return situation;
    }

    public Actor actor() {
        return actor;
    }

    /** A sentence without its full stop. */
    public String why() {
        return why;
    }

    boolean isApplications() {
        return actor == Actor.APPLICATION;
    }

    /** @param owner whose close was called */
    static Doing close(Connection c, Object owner) {
        if (isCleaner()) return CLEANER_CLOSES;
        if (isFinalizer()) return FINALIZER_CLOSES;
        if (isInterrupted(c, owner)) return INTERRUPT_CLOSES;
        if (c.finishingConnect || (c.connectFailure != 0 && !c.has(Connection.CONNECTED))) return FAILED_CONNECT_CLOSES;
        if (c.has(Connection.TLS_ACTS)) return TLS_CLOSES;
        return c.has(Connection.TLS_CLOSING) ? CLOSE_OF_TLS_CLOSES : CLOSES;
    }

    static Doing shutdown(Connection c) {
        int flags = c.flags();
        if ((flags & Connection.TLS_ACTS) != 0) return TLS_SHUTS;
        if ((flags & Connection.TLS_CLOSING) != 0) return CLOSE_OF_TLS_SHUTS;
        return (flags & IN_CLOSE) != 0 ? CLOSE_SHUTS : SHUTS;
    }

    static Doing read(Connection c) {
        int flags = c.flags();
        if ((flags & Connection.TLS_ACTS) != 0) return TLS_READS;
        if ((flags & Connection.TLS_CLOSING) != 0) return CLOSE_OF_TLS_READS;
        return (flags & IN_CLOSE) != 0 ? READ_IN_CLOSE : READS;
    }

    /** Whatever the bytes are. */
    static Doing write(Connection c) {
        int flags = c.flags();
        if ((flags & Connection.TLS_ACTS) != 0) return TLS_WRITES;
        if ((flags & Connection.TLS_CLOSING) != 0) return CLOSE_OF_TLS_WRITES;
        return (flags & IN_CLOSE) != 0 ? WRITE_IN_CLOSE : WRITES;
    }

    /** @param vectors 0 where {@code address} is the bytes' own, else the number of buffers that it lists */
    static Doing write(Connection c, long address, long bytes, int vectors) {
        Doing plain = write(c);
        if (plain != WRITES || !c.has(Connection.TLS)) return plain;
        boolean alerts = vectors == 0 ? TlsRecords.areAlerts(address, bytes) : TlsRecords.areAlertsIn(address, vectors);
        return alerts ? TLS_ALERTS : WRITES;
    }

    private static boolean isInterrupted(Connection c, Object owner) {
        Anomalies a = c.anomalies;
        if (a != null && a.interruptedThread == (int) ThreadIds.of(Thread.currentThread())) return true;
        return INTERRUPTED >= 0
                && owner instanceof AbstractInterruptibleChannel
                && UNSAFE.getReferenceVolatile(owner, INTERRUPTED) != null;
    }

    /** NioSocketImpl registers its descriptor with {@code jdk.internal.ref.CleanerFactory}, whose thread has this name. */
    static boolean isCleaner() {
        return "Common-Cleaner".equals(Thread.currentThread().getName());
    }

    /** BaseSSLSocketImpl has a finalizer that closes; one of the application's own means the same. */
    private static boolean isFinalizer() {
        return "Finalizer".equals(Thread.currentThread().getName());
    }

    /** Who closed this connection and why, or null where nobody has or that is forgotten. */
    static @Nullable Doing ofClose(Connection c) {
        for (Step s = c.newestStep(); s != null; s = s.older()) if (s.event == SocketEvent.CLOSE) return s.doing;
        return null;
    }
}
