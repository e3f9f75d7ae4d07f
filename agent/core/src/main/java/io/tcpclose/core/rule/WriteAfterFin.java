package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import org.jspecify.annotations.Nullable;

/**
 * A write into a connection whose end had been read. It may be the answer of a legal half-close; only the peer's RST tells
 * otherwise, so nothing is said before it comes.
 */
final class WriteAfterFin extends StepRule {
    WriteAfterFin() {
        super(
                "write-after-fin",
                Severity.WARN,
                null,
                "treat end-of-file as the end of the conversation, unless the protocol half-closes by design");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        boolean wrote = s.has(Connection.WROTE_AFTER_EOF) && (!s.has(Connection.TLS) || s.wroteAfterEof());
        if (!wrote || !answersByReset(s, step)) return null;
        return Hit.at(
                this,
                Severity.WARN,
                "Written after end-of-file had been read, and answered by RST: what was written is lost.",
                s.step(SocketEvent.WRITE_AFTER_EOF));
    }

    private static boolean answersByReset(Subject s, Step step) {
        return switch (step.event) {
            case RESET, BROKEN_PIPE -> true;
            case CLOSED, PRE_CLOSED -> s.has(Connection.RST_AT_CLOSE) && !s.has(Connection.DEAD);
            default -> false;
        };
    }
}
