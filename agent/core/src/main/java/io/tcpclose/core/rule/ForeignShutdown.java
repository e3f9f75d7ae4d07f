package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import org.jspecify.annotations.Nullable;

/** shutdown(2) asks no reference count: whoever holds the socket ends it for all. */
final class ForeignShutdown extends StepRule {
    ForeignShutdown() {
        super(
                "foreign-shutdown",
                Severity.WARN,
                null,
                "find out which process or native code shares the socket: it called shutdown, not this application");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        if (step.event != SocketEvent.FOREIGN_SHUTDOWN) return null;
        String message =
                "Our FIN is out, and no call of this JVM sent it: another process, or native code, that holds the"
                        + " same socket has shut its output down.";
        return Hit.at(this, Severity.WARN, message, step);
    }

    @Override
    public Many many() {
        return Many.connections("our FIN is out, and no call of this JVM sent it.");
    }
}
