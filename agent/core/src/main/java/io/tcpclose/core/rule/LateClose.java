package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Closed so long after the peer's FIN that the peer's FIN_WAIT_2 is probably gone (Linux: tcp_fin_timeout, 60 s). */
final class LateClose extends StepRule {
    LateClose() {
        super("late-close", Severity.INFO, Duration.ofSeconds(60), "close soon after the peer has sent its FIN");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        Step close = s.step(SocketEvent.CLOSE);
        boolean closed = step.event == SocketEvent.CLOSED || step.event == SocketEvent.PRE_CLOSED;
        long fin = s.finNanos();
        if (!closed || fin == 0 || close == null) return null;
        boolean finWasSent = s.step(SocketEvent.SHUTDOWN_OUTPUT) != null;
        long late = close.nanos - fin;
        if (late <= after || finWasSent || s.wroteAfterFin() || s.has(Connection.DEAD)) return null;
        String message = "Closed " + Subject.duration(late) + " after " + since(s, fin)
                + ": the peer's FIN_WAIT_2 is probably gone, our FIN likely answered by RST.";
        return Hit.at(this, Severity.INFO, message, close);
    }

    /** A FIN that the kernel told of may have been read long after it came. */
    private static String since(Subject s, long fin) {
        Step eof = s.step(SocketEvent.EOF);
        if (eof == null) return "the peer's FIN had come, unread";
        return eof.nanos == fin ? "end-of-file was read" : "the peer's FIN had come";
    }

    @Override
    public Many many() {
        return Many.connections(
                "closed long after the peer's FIN: its FIN_WAIT_2 is probably gone, our FIN likely answered by RST.");
    }
}
