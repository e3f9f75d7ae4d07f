package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.rule.Subject;

/** Whose FIN (or RST) came first. Unknown rather than guessed. */
public enum FirstCloser {
    LOCAL("local"),
    PEER("peer"),
    UNKNOWN("unknown");

    private final String label;

    FirstCloser(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** For a connection that has been closed. */
    public static FirstCloser of(Subject s) {
        // Found in FIN_WAIT: our FIN was out, whoever sent it, and the peer's had not come.
        if (s.has(Connection.FOREIGN_SHUT)) return LOCAL;
        Step ownFin = s.step(SocketEvent.SHUTDOWN_OUTPUT);
        long fin = s.finNanos();
        if (fin != 0) return ownFin != null && ownFin.nanos - fin < 0 ? LOCAL : PEER;
        if (s.has(Connection.DEAD)) return ownFin != null ? UNKNOWN : PEER;
        if (!s.has(Connection.CLOSE_PROBED)) return UNKNOWN;
        if (!s.has(Connection.FIN_AT_CLOSE)) return LOCAL;
        return ownFin == null ? PEER : UNKNOWN;
    }
}
