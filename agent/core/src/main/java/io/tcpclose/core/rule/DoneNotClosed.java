package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Both directions are over and the application was told: nothing can use this descriptor any more, and it is still open. */
final class DoneNotClosed extends TimeRule {
    DoneNotClosed() {
        super(
                "done-not-closed",
                Severity.ERROR,
                Duration.ofSeconds(10),
                "shutdown does not release the descriptor: call close() after both directions are done");
    }

    @Override
    public long heldSince(Subject s) {
        if (s.descriptor() != Descriptor.OPEN || !isDone(s)) return NOT_HELD;
        Step last = lastEnd(s);
        return last == null ? s.connection().openedNanos : last.nanos;
    }

    private static boolean isDone(Subject s) {
        boolean inDone = s.inbound() == Inbound.EOF || s.inbound() == Inbound.SHUT;
        return (inDone && s.outbound() == Outbound.SHUT) || isToldOfReset(s) || isToldOfTimeout(s);
    }

    /** A reset that only the kernel knows is {@code fin-unnoticed}. */
    private static boolean isToldOfReset(Subject s) {
        return s.has(Connection.DEAD) && (s.inbound() == Inbound.RESET || s.outbound() == Outbound.RESET);
    }

    private static boolean isToldOfTimeout(Subject s) {
        return s.has(Connection.TIMED_OUT) && s.inbound() == Inbound.FAILED;
    }

    /** The newest of the steps that ended a direction. */
    private static @Nullable Step lastEnd(Subject s) {
        for (Step step = s.connection().newestStep(); step != null; step = step.older()) {
            switch (step.event) {
                case EOF, SHUTDOWN_INPUT, SHUTDOWN_OUTPUT, RESET, BROKEN_PIPE, GIVEN_UP -> {
                    return step;
                }
                default -> {
                    // an anomaly ends no direction
                }
            }
        }
        return null;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        String how = isToldOfReset(s)
                ? "The connection was reset, the application was told"
                : isToldOfTimeout(s)
                        ? "The kernel gave the connection up, as the peer did not answer, and the application was told"
                        : s.step(SocketEvent.EOF) != null
                                ? "End-of-file was read and the output shut down"
                                : "Both directions were shut down";
        return Hit.at(
                this,
                Severity.ERROR,
                how + ", and the descriptor has been open for " + Subject.duration(held) + " since.",
                lastEnd(s));
    }

    @Override
    public Many many() {
        return Many.connections("both directions are over, the application knows, and the descriptor is open.");
    }

    @Override
    public Many many(Subject s) {
        return isToldOfReset(s)
                ? Many.connections("reset, the application was told, and the descriptor is open.")
                : many();
    }

    @Override
    public String advice(Subject s) {
        return isToldOfReset(s)
                ? "call close() where the exception is caught: after a reset nothing else gives the descriptor back"
                : advice();
    }
}
