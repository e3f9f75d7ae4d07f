package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import org.jspecify.annotations.Nullable;

/**
 * RFC 1122, 4.2.2.13 and Linux tcp_close: unread data at close makes the kernel send RST, and what we had written before may
 * be lost at the peer.
 */
final class CloseDiscardsUnread extends StepRule {
    /**
     * What a TLS peer says when it closes, and nobody misses: close_notify is 31 bytes at the most (TLS 1.2 with AES-GCM),
     * user_canceled and close_notify of TLS 1.3 are twice 24.
     */
    private static final int TLS_ALERTS = 48;

    /** Its FIN or RST had come: it does not wait for an answer. */
    private static final int PEER_GONE =
            Connection.FIN_AT_CLOSE | Connection.RST_AT_CLOSE | Connection.DEAD | Connection.EOF_READ;

    private static final Many MAY_LOSE = Many.connections(
            "closed with unread bytes: the kernel answers with RST, and the peer may lose what was written to it.");

    CloseDiscardsUnread() {
        super(
                "close-discards-unread",
                Severity.WARN,
                null,
                "shutdownOutput, read to end-of-file, then close: the peer then gets all that was written");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        boolean closed = step.event == SocketEvent.CLOSED || step.event == SocketEvent.PRE_CLOSED;
        if (!closed || step.detail <= 0 || s.has(Connection.LINGER_ZERO | Connection.BY_CLEANER)) return null;
        boolean harmless = s.has(PEER_GONE) || (s.has(Connection.TLS) && step.detail <= TLS_ALERTS);
        String message = "Closed with " + step.detail + " unread bytes: the kernel answers with RST"
                + (harmless ? "." : ", and the peer may lose what was written to it.");
        Hit hit = Hit.at(this, harmless ? Severity.INFO : Severity.WARN, message, s.step(SocketEvent.CLOSE));
        return harmless ? hit : hit.of(MAY_LOSE);
    }

    @Override
    public Many many() {
        return Many.connections("closed with unread bytes: the kernel answers with RST.");
    }
}
