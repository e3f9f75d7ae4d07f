package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;

/** How a connection ended: the first that holds, in this order. */
public enum CloseKind {
    RESET("reset"),
    /** The kernel gave it up: the peer did not answer. */
    TIMEOUT("timeout"),
    RST_LINGER("rst_linger"),
    RST_UNREAD("rst_unread"),
    COLLECTED("collected"),
    /** close() had returned before the descriptor was given back. */
    DEFERRED("deferred"),
    FIN("fin"),
    /** Never connected: no segment ended it. */
    NONE("none");

    private final String label;

    CloseKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static CloseKind of(Connection c) {
        if (!c.has(Connection.CONNECTED)) return NONE;
        if (c.has(Connection.DEAD | Connection.RST_AT_CLOSE)) return RESET;
        if (c.has(Connection.TIMED_OUT)) return TIMEOUT;
        if (c.has(Connection.LINGER_ZERO)) return RST_LINGER;
        if (c.unreadAtClose() > 0) return RST_UNREAD;
        if (c.has(Connection.BY_CLEANER)) return COLLECTED;
        return c.has(Connection.WAS_HELD) ? DEFERRED : FIN;
    }
}
