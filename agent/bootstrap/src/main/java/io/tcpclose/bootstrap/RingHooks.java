package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.io.InterruptedIOException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.SelChImpl;

/** Cold hooks that tell intent: uses that never reach a system call, waits, selector interest, layers, SO_LINGER. */
public final class RingHooks {
    private static final int POLLIN = 1;

    private RingHooks() {}

    /** An operation was refused since the socket is closed; whether that is worth telling depends on who closed it when. */
    public static void lateUse(Object owner, int operation) {
        if (HookErrors.off(Hook.LATE_USE)) return;
        try {
            FileDescriptor descriptor = Descriptors.of(owner);
            if (descriptor == null) return;
            Connection c = ClosedConnections.find(descriptor);
            if (c == null) c = SocketHooks.findExact(descriptor);
            if (c == null || !c.has(Connection.CLOSE_RETURNED)) return;
            boolean again = ++c.anomaliesForUpdate().usesAfterClose > 1;
            if ((again || isCloser(c)) && c.set(Connection.LATE_USE_TOLD)) {
                Tracing.tell(c, SocketEvent.USE_AFTER_CLOSE, operation, Tracing.stepMark());
            }
        } catch (Throwable e) {
            HookErrors.record(Hook.LATE_USE, e);
        }
    }

    /** As {@link #lateUse}, told by JSSE's stream of an SSLSocket, whose own words these are. */
    public static void tlsLateUse(Object socket, int operation, @Nullable Throwable thrown) {
        if (thrown == null || HookErrors.off(Hook.LATE_USE)) return;
        try {
            String message = thrown.getMessage();
            Object lower = TlsSockets.lower(socket);
            if (message != null && message.endsWith("has closed") && lower != null) lateUse(lower, operation);
        } catch (Throwable e) {
            HookErrors.record(Hook.LATE_USE, e);
        }
    }

    /** As {@link #lateUse}, told by java.net.Socket, which checks by itself before it asks its SocketImpl. */
    public static void socketLateUse(Object socket, int operation, @Nullable Throwable thrown) {
        if (thrown == null || HookErrors.off(Hook.LATE_USE)) return;
        try {
            if ("Socket is closed".equals(thrown.getMessage())) lateUse(socket, operation);
        } catch (Throwable e) {
            HookErrors.record(Hook.LATE_USE, e);
        }
    }

    /** As {@link #lateUse}, told by a channel; its subclasses of this exception mean "closed meanwhile", which is legal. */
    public static void channelLateUse(Object channel, int operation, @Nullable Throwable thrown) {
        if (thrown != null && thrown.getClass() == ClosedChannelException.class) lateUse(channel, operation);
    }

    private static boolean isCloser(Connection c) {
        int current = (int) ThreadIds.of(Thread.currentThread());
        for (Step s = c.newestStep(); s != null; s = s.older()) {
            if (s.event == SocketEvent.CLOSE) return s.threadId == current;
        }
        return false;
    }

    /** A read returned -1 because of own shutdownInput: normal once, a mistake when repeated. */
    public static void readAfterShutdown(Object owner) {
        if (HookErrors.off(Hook.LATE_USE)) return;
        try {
            Connection c = SocketHooks.findExact(Descriptors.of(owner));
            if (c == null || !c.has(Connection.INPUT_SHUT) || !Doing.read(c).isApplications()) return;
            if (++c.anomaliesForUpdate().readsAfterShutdown > 1) tellShutdownUse(c, Operation.READ);
        } catch (Throwable e) {
            HookErrors.record(Hook.LATE_USE, e);
        }
    }

    /** A write was refused because of own shutdownOutput, without a system call. */
    public static void writeAfterShutdown(Object owner) {
        if (HookErrors.off(Hook.LATE_USE)) return;
        try {
            Connection c = SocketHooks.findExact(Descriptors.of(owner));
            if (c == null || !Doing.write(c).isApplications()) return;
            tellShutdownUse(c, Operation.WRITE);
        } catch (Throwable e) {
            HookErrors.record(Hook.LATE_USE, e);
        }
    }

    /** Once a connection: a loop that swallows the exception must not push its life line out. */
    static void tellShutdownUse(Connection c, int operation) {
        if (c.set(Connection.LATE_USE_TOLD)) {
            Tracing.tell(c, SocketEvent.USE_AFTER_SHUTDOWN, operation, Tracing.stepMark());
        }
    }

    /** Enter of the JDK's park: a thread is about to wait inside a read, write, accept or connect. */
    public static @Nullable Connection waitEnter(Object owner, int event) {
        if (HookErrors.off(Hook.WAIT)) return null;
        try {
            Connection c = SocketHooks.findExact(Descriptors.of(owner));
            if (c != null) waits(c, event, true);
            return c;
        } catch (Throwable e) {
            HookErrors.record(Hook.WAIT, e);
            return null;
        }
    }

    /** Exit of the JDK's park. An interrupted virtual thread is told by this exception, and the JDK then closes its Socket. */
    public static void waitExit(@Nullable Connection c, int event, @Nullable Throwable thrown) {
        if (c == null) return;
        waits(c, event, false);
        if (thrown instanceof InterruptedIOException && !(thrown instanceof SocketTimeoutException))
            c.anomaliesForUpdate().interruptedThread = (int) ThreadIds.of(Thread.currentThread());
    }

    private static void waits(Connection c, int event, boolean waits) {
        if (event == POLLIN) c.waitsToRead = waits;
        else c.waitsToWrite = waits;
    }

    /** The interest of a selection key went to the kernel. */
    public static void interest(Object owner, int ops) {
        if (HookErrors.off(Hook.WAIT)) return;
        try {
            Connection c = SocketHooks.findExact(Descriptors.of(owner));
            if (c != null) c.interest = (byte) ops;
        } catch (Throwable e) {
            HookErrors.record(Hook.WAIT, e);
        }
    }

    /** A key was flushed from its selector. */
    public static void deregistered(Object key) {
        if (HookErrors.off(Hook.WAIT)) return;
        try {
            SelectableChannel channel = ((SelectionKey) key).channel();
            if (channel instanceof SelChImpl) interest(channel, 0);
        } catch (Throwable e) {
            HookErrors.record(Hook.WAIT, e);
        }
    }

    /** SO_LINGER was set: 0 turns close into RST. */
    public static void option(FileDescriptor descriptor, SocketOption<?> name, @Nullable Object value) {
        if (name != StandardSocketOptions.SO_LINGER || HookErrors.off(Hook.LAYER)) return;
        try {
            Connection c = SocketHooks.findExact(descriptor);
            if (c == null) return;
            if (Integer.valueOf(0).equals(value)) c.set(Connection.LINGER_ZERO);
            else c.clear(Connection.LINGER_ZERO);
        } catch (Throwable e) {
            HookErrors.record(Hook.LAYER, e);
        }
    }

    /** The application took the Socket view of a channel. */
    public static void adaptor(Object owner) {
        if (HookErrors.off(Hook.LAYER)) return;
        try {
            Connection c = SocketHooks.findExact(Descriptors.of(owner));
            if (c != null) c.set(Connection.ADAPTOR);
        } catch (Throwable e) {
            HookErrors.record(Hook.LAYER, e);
        }
    }

    /** An SSLSocket is connected. */
    public static void tls(Object socket) {
        if (HookErrors.off(Hook.LAYER)) return;
        try {
            Object lower = TlsSockets.lower(socket);
            Connection c = SocketHooks.findExact(Descriptors.of(lower));
            if (c == null) return;
            int ssl = Connection.TLS | Connection.SSL_SOCKET;
            c.set(lower == socket ? ssl : ssl | Connection.TLS_LAYERED);
            TlsLook.again(c);
        } catch (Throwable e) {
            HookErrors.record(Hook.LAYER, e);
        }
    }

    /** Enter of SSLSocket.close, which writes, shuts down and drains before it closes. */
    public static @Nullable Connection tlsCloseEnter(Object socket) {
        if (HookErrors.off(Hook.LAYER)) return null;
        try {
            FileDescriptor descriptor = Descriptors.of(TlsSockets.lower(socket));
            Connection c = SocketHooks.findExact(descriptor);
            if (c == null || descriptor == null) return null;
            CloseProbe.before(c, descriptor);
            c.set(Connection.TLS_CLOSING);
            return c;
        } catch (Throwable e) {
            HookErrors.record(Hook.LAYER, e);
            return null;
        }
    }

    /** Exit of SSLSocket.close: with autoClose=false the socket below lives on. */
    public static void tlsCloseExit(@Nullable Connection c) {
        if (c == null) return;
        try {
            c.clear(Connection.TLS_CLOSING);
            if (!c.has(Connection.CLOSING)) c.clear(Connection.CLOSE_PROBED);
        } catch (Throwable e) {
            HookErrors.record(Hook.LAYER, e);
        }
    }

    /** Enter of what JSSE does of itself: it takes in an alert of the peer, or has met a fatal error. @param context of JSSE */
    public static @Nullable Connection tlsActs(Object context) {
        if (HookErrors.off(Hook.LAYER)) return null;
        try {
            Object socket = TlsSockets.ofContext(context);
            Connection c = socket == null ? null : SocketHooks.findExact(Descriptors.of(TlsSockets.lower(socket)));
            return c != null && c.set(Connection.TLS_ACTS) ? c : null;
        } catch (Throwable e) {
            HookErrors.record(Hook.LAYER, e);
            return null;
        }
    }

    /** Exit of the same. */
    public static void tlsActed(@Nullable Connection c) {
        if (c != null) c.clear(Connection.TLS_ACTS);
    }

    /** As {@link #tlsActed}, of an alert: JSSE's read returns -1 after close_notify, and the peer's FIN stays unread for ever. */
    public static void tlsAlert(@Nullable Connection c, @Nullable Throwable thrown) {
        if (c == null) return;
        try {
            c.clear(Connection.TLS_ACTS);
            boolean open = !c.has(Connection.CLOSING | Connection.TLS_CLOSING | Connection.INPUT_SHUT);
            if (thrown == null && open && KernelCalls.hasPeerFin(c)) SlowHooks.toldOfEnd(c);
        } catch (Throwable e) {
            HookErrors.record(Hook.LAYER, e);
        }
    }
}
