package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import org.jspecify.annotations.Nullable;

/**
 * SHUT_RD sends nothing, so the peer goes on; Linux keeps and acknowledges what comes, the JDK reads none of it, and close
 * answers it with RST.
 */
final class ShutdownInputDataLost extends StepRule {
    ShutdownInputDataLost() {
        super(
                "shutdown-input-data-lost",
                Severity.WARN,
                null,
                "read to end-of-file instead of shutdownInput, which the peer is not told of");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        if (step.event != SocketEvent.DATA_AFTER_SHUTDOWN) return null;
        String message = "The peer goes on sending after own shutdownInput: " + step.detail
                + " bytes are unread, and close will answer them with RST.";
        return Hit.at(this, Severity.WARN, message, s.step(SocketEvent.SHUTDOWN_INPUT));
    }

    @Override
    public Many many() {
        return Many.connections("the peer goes on sending after own shutdownInput, and close will answer with RST.");
    }
}
