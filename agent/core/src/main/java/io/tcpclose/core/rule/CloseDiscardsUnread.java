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
        Connection c = s.connection();
        if (TlsLeftover.isItsOwn(c, step.detail)) return null;
        String harmless = harmless(s, step.detail);
        String message = "Closed with " + step.detail + " unread bytes: the kernel answers with RST"
                + (harmless == null ? ", and the peer may lose what was written to it." : harmless);
        Hit hit = Hit.at(this, harmless == null ? Severity.WARN : Severity.INFO, message, s.step(SocketEvent.CLOSE));
        return harmless == null ? hit.of(MAY_LOSE) : hit;
    }

    /** Why nobody misses anything, as the end of a sentence; null where somebody may. */
    private static @Nullable String harmless(Subject s, long unread) {
        if (s.has(PEER_GONE)) return ", which finds nobody.";
        if (TlsLeftover.mayBeTickets(s.connection(), unread)) return ". They may be TLS session tickets alone.";
        // What it had written was answered, so it has arrived.
        return s.isClient() && s.connection().bytesRead() > 0
                ? ". A client that wants no more of an answer does so."
                : null;
    }

    @Override
    public Many many() {
        return Many.connections("closed with unread bytes: the kernel answers with RST.");
    }
}
