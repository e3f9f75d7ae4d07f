package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ListeningSocket;
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
    public String advice(ListeningSocket listener) {
        return "close the listener when its bind fails or is given up";
    }

    @Override
    public long heldSince(Subject s) {
        ListeningSocket listener = s.listener();
        if (listener != null) return heldSince(s, listener);
        boolean unconnected = s.inbound() == Inbound.NEW || s.inbound() == Inbound.FAILED;
        boolean held = s.descriptor() == Descriptor.OPEN && unconnected && !s.has(Connection.CONNECTED);
        return held ? s.nanosOf(SocketEvent.CONNECT_FAILED) : NOT_HELD;
    }

    private static long heldSince(Subject s, ListeningSocket listener) {
        boolean idle = s.descriptor() == Descriptor.OPEN && !listener.isListening();
        return idle ? s.nanosOf(SocketEvent.BIND_FAILED) : NOT_HELD;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        ListeningSocket listener = s.listener();
        if (listener != null) return hit(s, listener, held);
        String why = s.inbound() == Inbound.FAILED ? "The connect failed" : "It was never connected";
        return Hit.at(
                this,
                Severity.ERROR,
                why + ", and the descriptor has been open for " + Subject.duration(held) + ".",
                s.step(SocketEvent.CONNECT_FAILED));
    }

    private Hit hit(Subject s, ListeningSocket listener, long held) {
        String since = ", and its descriptor has been open for " + Subject.duration(held) + ".";
        return Hit.at(this, Severity.ERROR, why(listener) + since, s.step(SocketEvent.BIND_FAILED));
    }

    private static String why(ListeningSocket listener) {
        String failure = listener.bindFailure();
        if (failure == null) return listener.isBound() ? "The listener never listened" : "The listener was never bound";
        String port = listener.wantedPort() == 0 ? "" : " to port " + listener.wantedPort();
        return "The listener's bind" + port + " failed (" + failure + ")";
    }
}
