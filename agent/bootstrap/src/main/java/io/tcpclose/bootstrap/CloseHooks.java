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
            shut(c, SocketEvent.SHUTDOWN_INPUT, KernelCalls.available(descriptor));
        } catch (Throwable e) {
            HookErrors.record(Hook.SHUTDOWN, e);
        }
    }

    /**
     * Enter of shutdownOutput: the wish is marked before the FIN goes, as a write of another thread may be told of it first.
     *
     * @return the connection where this is the first such call, for {@link #shutdownOutputExit}
     */
    public static @Nullable Connection shutdownOutputEnter(Object owner) {
        if (HookErrors.off(Hook.SHUTDOWN)) return null;
        try {
            Connection c = SocketHooks.findOrAdopt(Descriptors.of(owner));
            return c != null && c.set(Connection.OUTPUT_SHUT) ? c : null;
        } catch (Throwable e) {
            HookErrors.record(Hook.SHUTDOWN, e);
            return null;
        }
    }

    /** Exit of shutdownOutput: without an exception our FIN is queued. */
    public static void shutdownOutputExit(Object owner, @Nullable Connection c, @Nullable Throwable thrown) {
        if (thrown != null) {
            if (c != null) c.clear(Connection.OUTPUT_SHUT);
            RingHooks.channelLateUse(owner, Operation.SHUTDOWN, thrown);
            return;
        }
        if (c == null || HookErrors.off(Hook.SHUTDOWN)) return;
        try {
            shut(c, SocketEvent.SHUTDOWN_OUTPUT, c.bytesRead);
        } catch (Throwable e) {
            HookErrors.record(Hook.SHUTDOWN, e);
        }
    }

    /** A shutdown that a close makes by itself has no entry of its own; what TLS does inside a read has. */
    private static void shut(Connection c, SocketEvent event, long detail) {
        Doing doing = Doing.shutdown(c);
        if (doing == Doing.SHUTS) Tracing.tell(c, event, detail, Tracing.stepMark());
        else if (doing == Doing.TLS_SHUTS) Tracing.tell(c, event, detail, null, doing);
        else Tracing.turn(c, event);
    }

    /** Enter of the application's close. @return the connection, for {@link #closeExit} */
    public static @Nullable Connection closeEnter(Object owner) {
        if (HookErrors.off(Hook.CLOSE)) return null;
        try {
            FileDescriptor descriptor = Descriptors.of(owner);
            Connection c = SocketHooks.findExact(descriptor);
            if (c instanceof ListeningSocket) return ListenerHooks.closes((ListeningSocket) c, owner);
            if (c == null || descriptor == null || !c.set(Connection.CLOSING)) return null;
            CloseProbe.before(c, descriptor);
            Doing doing = Doing.close(c, owner);
            if (doing == Doing.FINALIZER_CLOSES) collected(c, doing);
            if (c.finishingConnect) LifecycleHooks.failed(c, ConnectFailure.OTHER);
            Tracing.tell(c, SocketEvent.CLOSE, c.writtenByApplication(), Tracing.stepMark(), doing);
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
            Doing doing = Doing.ofClose(c);
            if (doing == null || doing.isApplications()) c.set(Connection.CLOSE_RETURNED);
            if (ConnectionTable.holds(c) && !c.has(Connection.PRE_CLOSED)) held(c);
        } catch (Throwable e) {
            HookErrors.record(Hook.CLOSE, e);
        }
    }

    /** Without SO_LINGER 0 the JDK has sent our FIN before it left the descriptor to the selector (implCloseNonBlockingMode). */
    private static void held(Connection c) {
        c.set(Connection.WAS_HELD);
        if (KernelCalls.ownFinWasSent(c)) Tracing.turn(c, SocketEvent.SHUTDOWN_OUTPUT);
        Tracing.turn(c, SocketEvent.CLOSE_HELD);
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
            if (!c.has(Connection.CLOSING) && Doing.isCleaner()) collected(c, Doing.CLEANER_CLOSES);
            ClosedConnections.add(descriptor, c);
            Tracing.tell(c, SocketEvent.CLOSED, c.unreadAtClose, null);
        } catch (Throwable e) {
            HookErrors.record(Hook.RELEASE, e);
        }
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

    static void collected(Connection c, Doing doing) {
        if (c.set(Connection.BY_CLEANER)) c.push(new Step(c, SocketEvent.COLLECTED, System.nanoTime(), 0, null, doing));
    }
}
