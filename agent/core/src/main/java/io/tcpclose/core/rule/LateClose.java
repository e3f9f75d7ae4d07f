package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Closed so long after the peer's FIN that the peer's FIN_WAIT_2 is probably gone (Linux: tcp_fin_timeout, 60 s). */
final class LateClose extends StepRule {
    LateClose() {
        super("late-close", Severity.INFO, Duration.ofSeconds(60), "close soon after end-of-file was read");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        Step eof = s.step(SocketEvent.EOF);
        Step close = s.step(SocketEvent.CLOSE);
        boolean closed = step.event == SocketEvent.CLOSED || step.event == SocketEvent.PRE_CLOSED;
        if (!closed || eof == null || close == null) return null;
        boolean finWasSent = s.step(SocketEvent.SHUTDOWN_OUTPUT) != null;
        long late = close.nanos - eof.nanos;
        if (late <= after || finWasSent || s.wroteAfterEof()) return null;
        String message = "Closed " + Subject.duration(late)
                + " after end-of-file was read: the peer's FIN_WAIT_2 is probably gone, our FIN likely answered by RST.";
        return Hit.at(this, Severity.INFO, message, close);
    }
}
