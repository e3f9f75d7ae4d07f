package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.site.JdkMade;
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
    public String advice(Subject s) {
        return s.listener() == null ? advice() : "close the listener when its bind fails or is given up";
    }

    @Override
    public long heldSince(Subject s) {
        ListeningSocket listener = s.listener();
        if (listener != null) return heldSince(s, listener);
        if (s.descriptor() != Descriptor.OPEN || s.has(Connection.CONNECTED)) return NOT_HELD;
        if (JdkMade.isIt(s.connection())) return NOT_HELD;
        return switch (s.inbound()) {
            case NEW, FAILED -> s.nanosOf(SocketEvent.CONNECT_FAILED);
            case CONNECTING -> s.kernel().connectNanos == 0 ? NOT_HELD : s.kernel().connectNanos;
            default -> NOT_HELD;
        };
    }

    private static long heldSince(Subject s, ListeningSocket listener) {
        boolean idle = s.descriptor() == Descriptor.OPEN && !listener.isListening();
        return idle ? s.nanosOf(SocketEvent.BIND_FAILED) : NOT_HELD;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        ListeningSocket listener = s.listener();
        if (listener != null) return hit(s, listener, held);
        return Hit.at(
                this,
                Severity.ERROR,
                what(s) + ", and the descriptor has been open for " + Subject.duration(held) + ".",
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

    private static String what(Subject s) {
        return switch (s.inbound()) {
            case FAILED -> "The connect failed";
            case CONNECTING -> unfinished(s.kernel().connectState);
            default -> "It was never connected";
        };
    }

    private static String unfinished(int state) {
        return switch (state) {
            case KernelCalls.ESTABLISHED -> "The kernel has connected it, finishConnect was not called";
            case KernelCalls.CLOSE_WAIT ->
                "The kernel has connected it and the peer's FIN has come (CLOSE_WAIT), finishConnect was not called";
            default -> "The connect failed in the kernel, finishConnect was not called";
        };
    }

    @Override
    public Many many() {
        return Many.sockets("never connected, and not closed.");
    }

    @Override
    public Many many(Subject s) {
        return s.listener() == null ? many() : Many.listeners("never listened, and not closed.");
    }
}
