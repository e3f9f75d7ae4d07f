package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The hooks around a connection's end. The ring (shutdown, close as the application calls them) tells intent and call site;
 * the waist (pre-close, close(2)) tells when the kernel's socket really goes.
 */
public final class CloseHooks {
    private CloseHooks() {}

    /** Enter of shutdownInput: from here on a read that returns -1 says nothing about the peer. */
    public static void shutdownInputEnter(Object owner) {
        if (HookErrors.off(Hook.SHUTDOWN)) return;
        try {
            FileDescriptor descriptor = Descriptors.of(owner);
            Connection c = SocketHooks.findOrAdopt(descriptor);
            if (c == null || descriptor == null || !c.has(Connection.CONNECTED) || !c.set(Connection.INPUT_SHUT))
                return;
            boolean byClose = c.has(Connection.CLOSING | Connection.TLS_CLOSING);
            if (byClose) Tracing.turn(c, SocketEvent.SHUTDOWN_INPUT);
            else Tracing.tell(c, SocketEvent.SHUTDOWN_INPUT, KernelCalls.available(descriptor), Tracing.stepMark());
        } catch (Throwable e) {
            HookErrors.record(Hook.SHUTDOWN, e);
        }
    }

    /** Exit of shutdownOutput: without an exception our FIN is queued. */
    public static void shutdownOutputExit(Object owner, @Nullable Throwable thrown) {
        if (thrown != null) {
            RingHooks.channelLateUse(owner, Operation.SHUTDOWN, thrown);
            return;
        }
        if (HookErrors.off(Hook.SHUTDOWN)) return;
        try {
            Connection c = SocketHooks.findOrAdopt(Descriptors.of(owner));
            if (c == null || !c.set(Connection.OUTPUT_SHUT)) return;
            boolean byClose = c.has(Connection.CLOSING | Connection.TLS_CLOSING);
            if (byClose) Tracing.turn(c, SocketEvent.SHUTDOWN_OUTPUT);
            else Tracing.tell(c, SocketEvent.SHUTDOWN_OUTPUT, c.bytesRead, Tracing.stepMark());
        } catch (Throwable e) {
            HookErrors.record(Hook.SHUTDOWN, e);
        }
    }

    /** Enter of the application's close. @return the connection, for {@link #closeExit} */
    public static @Nullable Connection closeEnter(Object owner) {
        if (HookErrors.off(Hook.CLOSE)) return null;
        try {
            FileDescriptor descriptor = Descriptors.of(owner);
            Connection c = SocketHooks.findExact(descriptor);
            if (c instanceof ListeningSocket) return ListenerHooks.closes((ListeningSocket) c);
            if (c == null || descriptor == null || !c.set(Connection.CLOSING)) return null;
            CloseProbe.before(c, descriptor);
            if (isFinalizer()) collected(c);
            if (c.has(Connection.FINISHING_CONNECT)) LifecycleHooks.failed(c, ConnectFailure.OTHER);
            Tracing.tell(c, SocketEvent.CLOSE, writtenByApplication(c), Tracing.stepMark());
            return c;
        } catch (Throwable e) {
            HookErrors.record(Hook.CLOSE, e);
            return null;
        }
    }

    /** Exit of the application's close: where close(2) has not been called by now, the descriptor is held. */
    public static void closeExit(@Nullable Connection c) {
        if (c == null || HookErrors.off(Hook.CLOSE)) return;
        try {
            c.set(Connection.CLOSE_RETURNED);
            if (ConnectionTable.holds(c) && !c.has(Connection.PRE_CLOSED)) {
                c.set(Connection.WAS_HELD);
                Tracing.turn(c, SocketEvent.CLOSE_HELD);
            }
        } catch (Throwable e) {
            HookErrors.record(Hook.CLOSE, e);
        }
    }

    /** Enter of the dup2 under a blocked thread: the kernel's socket goes here, the number later. */
    public static void preClose(FileDescriptor descriptor) {
        if (HookErrors.off(Hook.RELEASE)) return;
        try {
            Connection c = SocketHooks.findExact(descriptor);
            if (c == null || c.has(Connection.PRE_CLOSED)) return;
            if (c instanceof ListeningSocket) {
                ListenerHooks.preClosed((ListeningSocket) c);
                return;
            }
            CloseProbe.atRelease(c, descriptor);
            if (c.set(Connection.PRE_CLOSED)) {
                ClosedConnections.add(descriptor, c);
                Tracing.tell(c, SocketEvent.PRE_CLOSED, c.unreadAtClose, null);
            }
        } catch (Throwable e) {
            HookErrors.record(Hook.RELEASE, e);
        }
    }

    /** Enter of close(2). On enter, because on exit another thread may already own the number. */
    public static void release(FileDescriptor descriptor) {
        if (HookErrors.off(Hook.RELEASE)) return;
        try {
            int fd = ConnectionTable.number(descriptor);
            Connection c = ConnectionTable.at(fd);
            if (c == null) return;
            if (c instanceof ListeningSocket) {
                ListenerHooks.released((ListeningSocket) c);
                return;
            }
            boolean gone = c.has(Connection.PRE_CLOSED);
            if (!gone && isCounted(c)) CloseProbe.atRelease(c, descriptor);
            if (!takenOut(fd, c)) return;
            if (gone) {
                c.push(new Step(c, SocketEvent.CLOSED, System.nanoTime(), 0, null));
                return;
            }
            if (!c.has(Connection.CLOSING) && isCleaner()) collected(c);
            ClosedConnections.add(descriptor, c);
            Tracing.tell(c, SocketEvent.CLOSED, c.unreadAtClose, null);
        } catch (Throwable e) {
            HookErrors.record(Hook.RELEASE, e);
        }
    }

    private static long writtenByApplication(Connection c) {
        Anomalies a = c.anomalies;
        return a == null || a.writtenBeforeTlsClose < 0 ? c.bytesWritten : a.writtenBeforeTlsClose;
    }

    /** Its number belongs to a new descriptor: something closed the old one that passes no hook. */
    static void closedUnseen(Connection stale) {
        if (stale instanceof ListeningSocket) {
            ListenerHooks.released((ListeningSocket) stale);
            return;
        }
        if (takenOut(stale.fd, stale) && !stale.has(Connection.PRE_CLOSED)) {
            Tracing.tell(stale, SocketEvent.CLOSED, stale.unreadAtClose, null);
        }
    }

    /** @return whether a connection that counts is now out of the table, and out by this call */
    private static boolean takenOut(int fd, Connection c) {
        if (!ConnectionTable.remove(fd, c) || !isCounted(c)) return false;
        Tracing.TRACKED.decrementAndGet();
        return true;
    }

    private static boolean isCounted(Connection c) {
        return c != Tracing.NOT_OURS && c.role != Role.OWN;
    }

    static void collected(Connection c) {
        if (c.set(Connection.BY_CLEANER)) c.push(new Step(c, SocketEvent.COLLECTED, System.nanoTime(), 0, null));
    }

    /** BaseSSLSocketImpl has a finalizer that closes; one of the application's own means the same. */
    private static boolean isFinalizer() {
        return "Finalizer".equals(Thread.currentThread().getName());
    }

    /** NioSocketImpl registers its descriptor with {@code jdk.internal.ref.CleanerFactory}, whose thread has this name. */
    static boolean isCleaner() {
        return "Common-Cleaner".equals(Thread.currentThread().getName());
    }
}
