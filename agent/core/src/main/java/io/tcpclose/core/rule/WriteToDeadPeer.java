package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The application was told that the connection is dead and goes on writing. The hooks count; see SlowHooks.writeToDead. */
final class WriteToDeadPeer extends StepRule {
    private static final long ERROR_FROM = TimeUnit.SECONDS.toNanos(10);

    WriteToDeadPeer() {
        super(
                "write-to-dead-peer",
                Severity.WARN,
                null,
                "do not swallow the IOException of a write: close the connection and open a new one");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        if (step.event != SocketEvent.WRITE_TO_DEAD) return null;
        Severity severity = step.detail > ERROR_FROM ? Severity.ERROR : Severity.WARN;
        String message = "Writes go on " + Subject.duration(step.detail)
                + " after the application was told that the connection is reset or broken.";
        return Hit.at(this, severity, message, step);
    }

    @Override
    public Many many() {
        return Many.connections("writes go on after the application was told that the connection is reset or broken.");
    }
}
