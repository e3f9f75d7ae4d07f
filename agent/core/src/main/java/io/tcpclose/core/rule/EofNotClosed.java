package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import java.time.Duration;

/** CLOSE_WAIT with the application's knowledge: it read end-of-file and then forgot the socket. */
final class EofNotClosed extends TimeRule {
    private static final int ERROR_FROM = 10;

    EofNotClosed() {
        super(
                "eof-not-closed",
                Severity.WARN,
                Duration.ofSeconds(30),
                "close the socket where read returned -1, or in the finally block of the code that opened it");
    }

    /** Each successful write after end-of-file starts the time anew: an answer may be on its way (RFC 9293, 3.6). */
    @Override
    public long heldSince(Subject s) {
        boolean held = s.descriptor() == Descriptor.OPEN
                && s.inbound() == Inbound.EOF
                && (s.outbound() == Outbound.OPEN || s.outbound() == Outbound.UNKNOWN)
                && !s.isInOperation();
        if (!held) return NOT_HELD;
        long eof = s.nanosOf(SocketEvent.EOF);
        return s.wroteAfterEof() ? Subject.later(eof, s.lastMove()) : eof;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        Severity severity = held >= ERROR_FROM * after ? Severity.ERROR : Severity.WARN;
        String message = "The application read end-of-file and has neither closed nor written for "
                + Subject.duration(held) + ": CLOSE_WAIT.";
        return Hit.at(this, severity, message, s.step(SocketEvent.EOF));
    }

    @Override
    public boolean endsLegally() {
        return true;
    }

    @Override
    public Many many() {
        return Many.connections(
                "the application read end-of-file and has neither closed nor written since: CLOSE_WAIT.");
    }
}
