package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import org.jspecify.annotations.Nullable;

/** The application uses a direction that it has shut down itself. */
final class UseAfterShutdown extends StepRule {
    UseAfterShutdown() {
        super(
                "use-after-shutdown",
                Severity.WARN,
                null,
                "shut a direction down only when the code that uses it is done");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        if (step.event != SocketEvent.USE_AFTER_SHUTDOWN) return null;
        String operation = UseAfterClose.operation(step.detail);
        String direction = operation.equals("read") ? "Input" : "Output";
        return Hit.at(this, Severity.WARN, "A " + operation + " came after own shutdown" + direction + ".", step);
    }

    @Override
    public Many many() {
        return Many.connections("a direction was used after its own shutdown.");
    }
}
