package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Doing;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.site.JdkMade;
import org.jspecify.annotations.Nullable;

/** A Socket that is dropped is closed by the JDK's Cleaner some day; a SocketChannel has no cleaner and is lost for ever. */
final class CollectedWithoutClose extends StepRule {
    private static final Many LOST =
            Many.connections("garbage-collected while open: their descriptors are lost until the process ends.");

    private static final Many LISTENERS_LOST =
            Many.listeners("garbage-collected while open: their descriptors are lost until the process ends.");

    private static final Many LISTENERS = Many.listeners("garbage-collected while open.");

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
            return Hit.without(this, Severity.ERROR, lost(s.listener()))
                    .of(s.listener() == null ? LOST : LISTENERS_LOST)
                    .advising(advice(s.listener()));
        }
        if (step.event != SocketEvent.CLOSED || !s.has(Connection.BY_CLEANER)) return null;
        // The JDK makes sockets to ask what they can do, and leaves them to its Cleaner (jdk.net.Sockets).
        if (!s.has(Connection.CONNECTED) && JdkMade.isIt(s.connection())) return null;
        Hit hit = recovered(s.listener(), closer(s)).advising(advice(s.listener()));
        return s.listener() == null ? hit : hit.of(LISTENERS);
    }

    private static String closer(Subject s) {
        Step collected = s.step(SocketEvent.COLLECTED);
        boolean byFinalizer = collected != null && collected.doing == Doing.FINALIZER_CLOSES;
        return byFinalizer ? "a finalizer" : "the JDK's Cleaner";
    }

    private Hit recovered(@Nullable ListeningSocket listener, String closer) {
        String what = listener == null ? "The Socket" : "The ServerSocket";
        boolean tried = listener == null || listener.isBound() || listener.bindFailure() != null;
        String message = what + (tried ? "" : ", never bound,") + " was garbage-collected while open; " + closer
                + " closed the descriptor.";
        // One that was made to ask for its options held nothing but the number, for a while.
        return Hit.without(this, tried ? Severity.WARN : Severity.INFO, message);
    }

    private static String lost(@Nullable ListeningSocket listener) {
        if (listener == null)
            return "The channel was garbage-collected while open: the descriptor is lost until the process ends.";
        String effect = listener.isListening()
                ? "its port listens until the process ends, and clients that connect are never answered."
                : "the descriptor is lost until the process ends.";
        return "The listening channel was garbage-collected while open: " + effect;
    }

    private String advice(@Nullable ListeningSocket listener) {
        return listener == null
                ? advice()
                : "close the listener when it is no longer needed, and on every path out of the code that opened it";
    }

    @Override
    public Many many() {
        return Many.connections("garbage-collected while open.");
    }
}
