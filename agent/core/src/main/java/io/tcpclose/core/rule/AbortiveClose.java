package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import org.jspecify.annotations.Nullable;

/** SO_LINGER 0: close sends RST instead of FIN and throws away what was not yet sent. Often on purpose. */
final class AbortiveClose extends StepRule {
    private static final Many UNREAD =
            Many.connections("closed with SO_LINGER 0: RST instead of FIN, with bytes unread.");

    AbortiveClose() {
        super("abortive-close", Severity.INFO, null, "leave SO_LINGER alone unless the peer is meant to see a reset");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        boolean closed = step.event == SocketEvent.CLOSED || step.event == SocketEvent.PRE_CLOSED;
        if (!closed || !s.has(Connection.LINGER_ZERO) || !s.has(Connection.CONNECTED)) return null;
        if (s.has(Connection.DEAD | Connection.RST_AT_CLOSE)) return null;
        boolean unread = step.detail > 0 && !TlsLeftover.isItsOwn(s.connection(), step.detail);
        String message = "Closed with SO_LINGER 0: RST instead of FIN"
                + (unread ? ", with " + step.detail + " bytes unread." : ".");
        Hit hit = Hit.at(this, unread ? Severity.WARN : Severity.INFO, message, s.step(SocketEvent.CLOSE));
        return unread ? hit.of(UNREAD) : hit;
    }

    @Override
    public Many many() {
        return Many.connections("closed with SO_LINGER 0: RST instead of FIN.");
    }
}
