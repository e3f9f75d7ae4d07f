package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.connection.Descriptor;
import java.time.Duration;

/** close() of a registered channel gives the descriptor back only at the selector's next select (SocketChannelImpl.kill). */
final class ClosedButRegistered extends TimeRule {
    private static final int ERROR_FROM = 5;

    private static final Many LISTENERS = Many.listeners(
            "close() has returned and the port still listens, since the selector has not flushed the listener's key.");

    ClosedButRegistered() {
        super(
                "closed-but-registered",
                Severity.WARN,
                Duration.ofSeconds(60),
                "let the selector run again (selectNow after close), or close the selector");
    }

    @Override
    public long heldSince(Subject s) {
        return s.descriptor() == Descriptor.HELD ? s.nanosOf(SocketEvent.CLOSE) : NOT_HELD;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        Severity severity = held >= ERROR_FROM * after ? Severity.ERROR : Severity.WARN;
        ListeningSocket listener = s.listener();
        String effect = listener != null && listener.isListening()
                ? " ago and the port still listens, since the selector has not flushed the listener's key:"
                        + " clients connect and nobody answers."
                : " ago and the descriptor is still held: its selector has not flushed the key.";
        String message = "close() returned " + Subject.duration(held) + effect;
        return Hit.at(this, severity, message, s.step(SocketEvent.CLOSE));
    }

    @Override
    public Many many() {
        return Many.connections(
                "close() has returned and the descriptor is still held: its selector has not flushed the key.");
    }

    @Override
    public Many many(Subject s) {
        ListeningSocket listener = s.listener();
        return listener != null && listener.isListening() ? LISTENERS : many();
    }
}
