package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Role;
import java.util.Set;

/**
 * Unread bytes of a TLS connection that no application misses: the one allowance of all rules. Their number is all that can be
 * known without reading them.
 */
public final class TlsLeftover {
    /**
     * What a peer says when it ends: close_notify by TLS 1.3 (24, padded by JSSE to 40) and by each cipher of TLS 1.2 (ChaCha20 and CCM_8 23, GCM and CCM 31, CBC
     * with SHA-1 53, SHA-256 69, SHA-384 85), user_canceled before it doubles it, a fatal alert in the clear takes 7.
     */
    private static final Set<Integer> ALERTS = Set.of(7, 23, 24, 31, 40, 46, 48, 53, 62, 64, 69, 80, 85);

    /** Two tickets of a server with a long certificate chain (RFC 8446, 4.6.1). */
    private static final int TICKETS = 8_192;

    private TlsLeftover() {}

    /** Alerts alone, or what is left of a handshake that did not come about. */
    public static boolean isItsOwn(Connection c, long unread) {
        if (!c.has(Connection.TLS)) return false;
        return c.isInTlsHandshake() || ALERTS.contains((int) unread);
    }

    /** A client that has read nothing since the handshake: tickets, which a server sends unasked, or an answer as well. */
    public static boolean mayBeTickets(Connection c, long unread) {
        return c.role != Role.SERVER && c.hasReadOnlyTlsHandshake() && unread <= TICKETS;
    }
}
