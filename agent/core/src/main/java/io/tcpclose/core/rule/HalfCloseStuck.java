package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import java.nio.channels.SelectionKey;
import java.time.Duration;

/** FIN_WAIT_2 with the descriptor open: no kernel timer ends it (tcp_fin_timeout is for orphans only). */
final class HalfCloseStuck extends TimeRule {
    HalfCloseStuck() {
        super(
                "half-close-stuck",
                Severity.WARN,
                Duration.ofMinutes(2),
                "after shutdownOutput read to end-of-file with a time-out, then close whatever came");
    }

    @Override
    public long heldSince(Subject s) {
        boolean held =
                s.descriptor() == Descriptor.OPEN && s.outbound() == Outbound.SHUT && s.inbound() == Inbound.OPEN;
        // Sent by somebody else: foreign-shutdown has told of it.
        if (!held || s.has(Connection.FOREIGN_SHUT)) return NOT_HELD;
        long fin = s.nanosOf(SocketEvent.SHUTDOWN_OUTPUT);
        return s.readAfterOwnFin() ? Subject.later(fin, s.lastMove()) : fin;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        boolean waits = s.connection().isReading() || (s.connection().interest() & SelectionKey.OP_READ) != 0;
        String who = waits ? "The application waits for the peer" : "Nobody waits for the peer";
        return Hit.at(
                this,
                waits ? Severity.INFO : Severity.WARN,
                "Own FIN sent, neither the peer's nor a byte has come for " + Subject.duration(held) + ". " + who + ".",
                s.step(SocketEvent.SHUTDOWN_OUTPUT));
    }

    @Override
    public boolean endsLegally() {
        return true;
    }

    @Override
    public Many many() {
        return Many.connections("own FIN sent, and neither the peer's nor a byte has come since.");
    }
}
