package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import java.time.Duration;

/** A descriptor in no kernel table: lsof shows "can't identify protocol". */
final class OpenedNeverConnected extends TimeRule {
    OpenedNeverConnected() {
        super(
                "opened-never-connected",
                Severity.ERROR,
                Duration.ofSeconds(60),
                "close the socket or channel when connect fails or is given up");
    }

    @Override
    public long heldSince(Subject s) {
        boolean unconnected = s.inbound() == Inbound.NEW || s.inbound() == Inbound.FAILED;
        boolean held = s.descriptor() == Descriptor.OPEN && unconnected && !s.has(Connection.CONNECTED);
        return held ? s.nanosOf(SocketEvent.CONNECT_FAILED) : NOT_HELD;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        String why = s.inbound() == Inbound.FAILED ? "The connect failed" : "It was never connected";
        return Hit.at(
                this,
                Severity.ERROR,
                why + ", and the descriptor has been open for " + Subject.duration(held) + ".",
                s.step(SocketEvent.CONNECT_FAILED));
    }

    @Override
    public Many many() {
        return Many.sockets("never connected, and not closed.");
    }
}
