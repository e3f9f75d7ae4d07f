package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import org.jspecify.annotations.Nullable;

/** A Socket that is dropped is closed by the JDK's Cleaner some day; a SocketChannel has no cleaner and is lost for ever. */
final class CollectedWithoutClose extends StepRule {
    CollectedWithoutClose() {
        super(
                "collected-without-close",
                Severity.ERROR,
                null,
                "close it on every path out of the code that opened it, exceptions included");
    }

    @Override
    public String advice(ListeningSocket listener) {
        return "close the listener when it is no longer needed, and on every path out of the code that opened it";
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        if (step.event == SocketEvent.COLLECTED) {
            return Hit.without(this, Severity.ERROR, lost(s.listener()));
        }
        if (step.event == SocketEvent.CLOSED && s.has(Connection.BY_CLEANER)) return recovered(s.listener());
        return null;
    }

    private Hit recovered(@Nullable ListeningSocket listener) {
        String what = listener == null ? "The Socket" : "The ServerSocket";
        boolean tried = listener == null || listener.isBound() || listener.bindFailure() != null;
        String message = what + (tried ? "" : ", never bound,")
                + " was garbage-collected while open; the JDK's Cleaner closed the descriptor.";
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
}
