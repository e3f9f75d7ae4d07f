package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Operation;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import org.jspecify.annotations.Nullable;

/** An operation started after close() had returned. One that close() unblocks began before, and is the standard idiom. */
final class UseAfterClose extends StepRule {
    UseAfterClose() {
        super(
                "use-after-close",
                Severity.WARN,
                null,
                "let one owner close the socket, after all others have stopped using it");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        if (step.event != SocketEvent.USE_AFTER_CLOSE) return null;
        Severity severity = CleanUp.severity(step);
        if (severity == null) return null;
        String message = "A " + operation(step.detail) + " was started after close() had returned.";
        return Hit.at(this, severity, message, step);
    }

    static String operation(long operation) {
        return switch ((int) operation) {
            case Operation.READ -> "read";
            case Operation.WRITE -> "write";
            case Operation.CONNECT -> "connect";
            case Operation.SHUTDOWN -> "shutdown";
            default -> "read or write";
        };
    }

    @Override
    public Many many() {
        return Many.connections("an operation was started after close() had returned.");
    }
}
