package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Doing;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.site.JdkMade;
import org.jspecify.annotations.Nullable;

/** A Socket that is dropped is closed by the JDK's Cleaner some day; a SocketChannel has no cleaner and is lost for ever. */
final class CollectedWithoutClose extends StepRule {
    private static final Many LOST =
            Many.connections("garbage-collected while open: their descriptors are lost until the process ends.");

    CollectedWithoutClose() {
        super(
                "collected-without-close",
                Severity.ERROR,
                null,
                "close it on every path out of the code that opened it, exceptions included");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        if (step.event == SocketEvent.COLLECTED) {
            String message =
                    "The channel was garbage-collected while open: the descriptor is lost until the process ends.";
            return Hit.without(this, Severity.ERROR, message).of(LOST);
        }
        if (step.event == SocketEvent.CLOSED && s.has(Connection.BY_CLEANER)) {
            Step collected = s.step(SocketEvent.COLLECTED);
            boolean byFinalizer = collected != null && collected.doing == Doing.FINALIZER_CLOSES;
            // The JDK makes sockets to ask what they can do, and leaves them to its Cleaner (jdk.net.Sockets).
            if (!s.has(Connection.CONNECTED) && JdkMade.isIt(s.connection())) return null;
            String message = "The Socket was garbage-collected while open; "
                    + (byFinalizer ? "a finalizer" : "the JDK's Cleaner") + " closed the descriptor.";
            return Hit.without(this, Severity.WARN, message);
        }
        return null;
    }

    @Override
    public Many many() {
        return Many.connections("garbage-collected while open.");
    }
}
