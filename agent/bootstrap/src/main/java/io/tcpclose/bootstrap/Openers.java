package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Whose code a connection is where the thread that opens it is the JDK's own and has no frame of the application:
 *
 * <ul>
 *   <li>accepted by a thread of the JDK (its HTTP server, RMI): who opened the listener;
 *   <li>accepted asynchronously: who was the first to call accept on that listener. Always so, also where a connection was
 *       waiting and the caller's own thread got it: else one leak would have as many openers as there are ways to be fast;
 *   <li>opened by the JDK's HTTP client: who made the request.
 * </ul>
 *
 * <p>Cold: once an accept, a request, a connect.
 */
public final class Openers {
    private Openers() {}

    /** Enter of an asynchronous accept. Only the first of a listener leaves its stack: a busy server pays for one. */
    public static void acceptBegins(FileDescriptor descriptor) {
        if (HookErrors.off(Hook.OPENER)) return;
        try {
            Connection listener = listener(SocketHooks.findExact(descriptor));
            if (listener != null && acceptTrace(listener) == null) noteAccept(listener);
        } catch (Throwable e) {
            HookErrors.record(Hook.OPENER, e);
        }
    }

    private static void noteAccept(Connection listener) {
        StackMark mark = Tracing.openingMark();
        if (mark == null) return;
        mark.listener(listener);
        listener.anomaliesForUpdate().acceptTrace = mark;
    }

    private static @Nullable Object acceptTrace(Connection listener) {
        Anomalies a = listener.anomalies();
        return a == null ? null : a.acceptTrace;
    }

    /** A channel was made of what an asynchronous listener has accepted. {@code number}: the listener's descriptor. */
    public static void acceptedAsynchronously(int number, FileDescriptor accepted) {
        if (HookErrors.off(Hook.OPENER)) return;
        try {
            Connection c = SocketHooks.findExact(accepted);
            Connection listener = listener(ConnectionTable.connectionAt(number));
            // The port tells whether the listener was closed meanwhile and its number given to another.
            if (c == null || listener == null || listener.localPort() != c.localPort()) return;
            Object trace = c.role == Role.SERVER ? acceptTrace(listener) : null;
            if (trace != null) c.openedTrace = trace;
            else acceptedFrom(listener, c);
        } catch (Throwable e) {
            HookErrors.record(Hook.OPENER, e);
        }
    }

    /** A channel was made of what a listening channel has accepted. */
    public static void accepted(FileDescriptor listener, FileDescriptor accepted) {
        if (HookErrors.off(Hook.OPENER)) return;
        try {
            Connection c = SocketHooks.findExact(accepted);
            if (c != null) acceptedFrom(listener(SocketHooks.findExact(listener)), c);
        } catch (Throwable e) {
            HookErrors.record(Hook.OPENER, e);
        }
    }

    static void accepted(Object listener, Connection accepted) {
        acceptedFrom(listener(SocketHooks.findExact(Descriptors.of(listener))), accepted);
    }

    private static void acceptedFrom(@Nullable Connection listener, Connection accepted) {
        Object trace = accepted.openedTrace;
        if (listener == null || accepted.role != Role.SERVER || trace == null) return;
        // The agent's thread may have resolved it between the channel's constructor and here.
        StackMark mark = trace instanceof StackMark ? (StackMark) trace : Tracing.openingMark();
        if (mark == null) return;
        mark.listener(listener);
        accepted.openedTrace = mark;
    }

    private static @Nullable Connection listener(@Nullable Connection c) {
        return c != null && c.role == Role.LISTENER ? c : null;
    }

    /** The JDK's HTTP client was given a request, on the thread of who gave it. */
    public static void requested(Object request) {
        if (HookErrors.off(Hook.OPENER)) return;
        try {
            StackMark mark = Tracing.requestMark();
            if (mark != null) HttpRequests.add(request, mark);
        } catch (Throwable e) {
            HookErrors.record(Hook.OPENER, e);
        }
    }

    /** It connects a channel for a request, on a thread of its own. */
    public static void requestConnects(@Nullable Object exchange, @Nullable Object channel) {
        if (exchange == null || HookErrors.off(Hook.OPENER)) return;
        try {
            Connection c = SocketHooks.findExact(Descriptors.of(channel));
            if (c != null && c.role != Role.OWN) openedFor(c, HttpRequests.of(HttpExchanges.request(exchange)));
        } catch (Throwable e) {
            HookErrors.record(Hook.OPENER, e);
        }
    }

    /** Thread and stack are of the same moment; the trace ids stay those of the opening. */
    static void openedFor(Connection c, HttpRequests.@Nullable Request request) {
        if (request == null) return;
        TraceIds ids = c.openedIds();
        c.openedTrace = request.mark;
        c.openedBy = ids == null ? request.thread : new Opening(request.thread, ids);
    }
}
