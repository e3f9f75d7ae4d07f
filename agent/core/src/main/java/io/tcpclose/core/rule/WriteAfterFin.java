package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A write into a connection whose peer had ended its half.
 *
 * <p>Where the application had read end-of-file the write may be the answer of a legal half-close; only the peer's RST tells
 * otherwise, so nothing is said before it comes. Where it had not, as with the stale connection of a pool, it is said at the
 * write as {@code info}, and either the RST makes it a warning or its absence takes it back.
 */
public final class WriteAfterFin extends StepRule {
    private static final String LOST = ", and answered by RST: what was written is lost.";

    /** An answer that the server writes and a close that follows it, with a scheduler between. */
    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final String RESENT =
            "The JDK's HttpURLConnection wrote a request into a kept connection that the peer had"
                    + " closed; it sends it again on a new one.";

    WriteAfterFin() {
        super(
                "write-after-fin",
                Severity.WARN,
                null,
                "end the conversation at end-of-file, unless the protocol half-closes by design; in a pool, check before reuse");
    }

    @Override
    public @Nullable Hit examine(Subject s, Step step, long after) {
        if (step.event == SocketEvent.WRITE_AFTER_FIN) return pending(step);
        if (s.has(Connection.WROTE_AFTER_FIN)) return null;
        if (s.has(Connection.WROTE_AFTER_EOF) && answersByReset(s, step)) return answered(s, step);
        return isBrokenInCloseWait(step) ? undecided(step) : null;
    }

    /**
     * A server cannot know whether a client that has sent its FIN still reads. One that answers and closes at once
     * has done what is right for one that does, and a client that has left misses nothing.
     */
    private Hit answered(Subject s, Step step) {
        Step write = s.step(SocketEvent.WRITE_AFTER_EOF);
        boolean isLast = isClose(step) && write != null && step.nanos - write.nanos < AT_ONCE_NANOS;
        boolean clientLeft = isLast && s.connection().role == Role.SERVER;
        String message = "Written after end-of-file had been read" + LOST;
        if (clientLeft)
            message = "A client had left when it was answered, and the connection was closed at once" + LOST;
        return Hit.at(this, clientLeft ? Severity.INFO : Severity.WARN, message, write);
    }

    private static boolean isClose(Step step) {
        return step.event == SocketEvent.CLOSED || step.event == SocketEvent.PRE_CLOSED;
    }

    /**
     * Nobody had asked the kernel between the FIN and the RST: this may answer a write before, or have come with the FIN of a peer
     * that closed with bytes unread. Of this write the application was told.
     */
    private Hit undecided(Step step) {
        String message =
                "A write failed by broken pipe: the peer's FIN had come and then its RST, and the application had read"
                        + " neither. Whether the write before it has arrived is not known.";
        return Hit.at(this, Severity.INFO, message, step);
    }

    private Hit pending(Step step) {
        String message = "A write was begun after the peer's FIN had come; the application had not read up to it.";
        return Hit.at(this, Severity.INFO, message, step);
    }

    /** The peer has answered a {@link SocketEvent#WRITE_AFTER_FIN}. A client that leaves while it is served is no fault of the server. */
    public Hit unnoticed(Subject s, @Nullable Step write, boolean resent) {
        boolean clientLeft = s.connection().role == Role.SERVER;
        String message = "Written after the peer's FIN had come, which the application had not read" + LOST;
        if (resent) message = RESENT;
        return Hit.at(this, clientLeft || resent ? Severity.INFO : Severity.WARN, message, write);
    }

    /**
     * Linux tcp_reset: a RST that comes in CLOSE_WAIT is told as EPIPE, one in any other state as ECONNRESET. So a first failure by
     * "Broken pipe", our own output being open, proves that the FIN had come before.
     */
    private static boolean isBrokenInCloseWait(Step step) {
        return step.event == SocketEvent.BROKEN_PIPE && step.detail == 1;
    }

    private static boolean answersByReset(Subject s, Step step) {
        return switch (step.event) {
            case RESET, BROKEN_PIPE, PEER_RESET -> true;
            case CLOSED, PRE_CLOSED -> s.has(Connection.RST_AT_CLOSE) && !s.has(Connection.DEAD);
            default -> false;
        };
    }

    @Override
    public Many many() {
        return Many.connections("written after the peer's FIN had come.");
    }
}
