package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.rule.Subject;

/** What an ended half-close was. A legal one is no finding; it is counted so that a user sees the agent knows. */
public enum Verdict {
    /** One direction ended, the other went on and was used, then both were closed without RST. */
    LEGAL("legal"),
    /** The half that stayed open was used against a peer that had gone, or was left open until a rule fired. */
    MISUSE("misuse"),
    /** There was no half-close: both directions ended together. */
    NONE("none");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** @param accused whether a time rule was active when the connection was closed */
    public static Verdict of(Subject s, boolean accused) {
        boolean used = s.wroteAfterFin() || s.readAfterOwnFin() || answered(s);
        boolean leftOpen = accused && isHalfClosed(s);
        if (!used && !leftOpen) return NONE;
        boolean reset = s.has(Connection.DEAD | Connection.RST_AT_CLOSE);
        return reset || leftOpen ? MISUSE : LEGAL;
    }

    /** A rule may as well be about a connection that never was, or one that close() did not release. */
    private static boolean isHalfClosed(Subject s) {
        return s.step(SocketEvent.EOF) != null || s.ownShutdown() != null;
    }

    /** Own FIN by shutdownOutput, then the peer's: the client's side of a half-close. */
    private static boolean answered(Subject s) {
        return s.ownShutdown() != null && s.step(SocketEvent.EOF) != null;
    }
}
