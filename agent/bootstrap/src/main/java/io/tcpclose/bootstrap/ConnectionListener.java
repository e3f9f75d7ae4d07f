package io.tcpclose.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Core's ear in the hooks. Called on application threads, often under the JDK's lock of that very socket: an implementation
 * must not block, lock, log or call back into a socket. What it throws is counted and goes no further.
 */
public interface ConnectionListener {
    /**
     * Something happened to a connection.
     *
     * @param step the life-line entry, already on the connection; null for what every connection goes through (opening,
     *     connecting, being held), which keeps no entry of its own
     */
    void onEvent(Connection connection, SocketEvent event, @Nullable Step step);

    /** The inbound half of a {@link Connection#state()} in the words of the report: {@code open}, {@code fin-pending}, … */
    default String inbound(int state) {
        return "unknown";
    }

    /** The outbound half. */
    default String outbound(int state) {
        return "unknown";
    }
}
