package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an application may ask about its own sockets: the one class of this package that is meant for it. There is one in a
 * JVM that has the agent, found by {@code Class.forName("io.tcpclose.bootstrap.Stats", true, null)}, and none elsewhere.
 *
 * <p>{@link #inbound} is the check that {@code recv} with MSG_PEEK is used for, done right: it touches no data, and sees a FIN
 * behind data that waits in front of it, which a peek does not.
 *
 * <p>Threading: any thread; no lock, at most one {@code poll} with time-out 0. Nothing is thrown.
 */
public final class Stats {
    private Stats() {}

    /**
     * The half that the peer writes.
     *
     * @param socket a Socket, SocketChannel or AsynchronousSocketChannel
     * @return {@code open}; {@code fin-pending}: the peer's FIN has come and was not read up to; {@code eof}: it was;
     *     {@code reset}; {@code shut}: own shutdownInput; {@code new}, {@code connecting}, {@code failed}, {@code unknown}; null where the
     *     socket is closed or not traced
     */
    public static @Nullable String inbound(@Nullable Object socket) {
        Connection c = find(socket);
        ConnectionListener names = Tracing.listener;
        if (c == null || names == null) return null;
        String known = names.inbound(c.state());
        return known.equals("open") ? asked(c, known) : known;
    }

    /**
     * HUP while our own half is open is a reset (tcp_poll: sk_shutdown is whole, or the state is TCP_CLOSE); once it is shut, the
     * pending error tells a reset from the two FINs.
     */
    private static String asked(Connection c, String known) {
        int ready = KernelCalls.ready(c);
        if (ready < 0 || (ready & (KernelCalls.POLLRDHUP | KernelCalls.POLLHUP)) == 0) return known;
        boolean ownFin = c.has(Connection.OUTPUT_SHUT | Connection.FOREIGN_SHUT | Connection.CLOSING);
        boolean isError = (ready & KernelCalls.POLLERR) != 0;
        return (ready & KernelCalls.POLLHUP) != 0 && (isError || !ownFin) ? "reset" : "fin-pending";
    }

    /** The half that we write: {@code open}, {@code shut}, {@code reset} and so on; null as for {@link #inbound}. */
    public static @Nullable String outbound(@Nullable Object socket) {
        Connection c = find(socket);
        ConnectionListener names = Tracing.listener;
        return c == null || names == null ? null : names.outbound(c.state());
    }

    /**
     * The lifecycle steps that are remembered, oldest first: milliseconds since the opening, event, thread or {@code -}. Empty
     * as where {@link #inbound} is null.
     */
    public static List<String> lifeLine(@Nullable Object socket) {
        Connection c = find(socket);
        if (c == null) return List.of();
        List<String> line = new ArrayList<>();
        for (Step s = c.newestStep(); s != null; s = s.older()) line.add(0, text(c, s));
        return line;
    }

    private static String text(Connection c, Step step) {
        long at = TimeUnit.NANOSECONDS.toMillis(Math.max(0, step.nanos - c.openedNanos));
        return at + " " + step.event.label() + " " + (step.thread == null ? "-" : step.thread);
    }

    /** An SSLSocket over an application's Socket has no descriptor of its own. */
    private static boolean isJsse(Object socket) {
        return socket.getClass().getName().startsWith("sun.security.ssl.");
    }

    private static @Nullable Connection find(@Nullable Object socket) {
        try {
            FileDescriptor descriptor =
                    Descriptors.of(socket != null && isJsse(socket) ? TlsSockets.lower(socket) : socket);
            Connection c = SocketHooks.findExact(descriptor);
            return c == null || c.role == Role.OWN || c.role == Role.LISTENER ? null : c;
        } catch (Throwable e) {
            return null;
        }
    }
}
