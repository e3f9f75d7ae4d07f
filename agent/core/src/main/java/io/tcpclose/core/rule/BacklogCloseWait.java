package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.LastUse;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Peers gave up before accept(): named is who accepted last, or, where nobody can accept any more, who closed the listener. */
public final class BacklogCloseWait extends Rule {
    BacklogCloseWait() {
        super(
                "backlog-close-wait",
                Severity.ERROR,
                Duration.ofSeconds(10),
                "accept faster, or find out what keeps the accepting thread: these peers have given up");
    }

    /** Each message speaks of many by itself. */
    @Override
    public @Nullable Many many() {
        return null;
    }

    private String advice(Subject s) {
        return switch (s.descriptor()) {
            case HELD ->
                "the listener is closed and its port still listens: let the selector run again (selectNow after"
                        + " close), or close the selector";
            case COLLECTED -> "nobody can accept any more: close the listener when it is no longer needed";
            case OPEN, CLOSED -> advice();
        };
    }

    /**
     * What waits in the queues of one address and port.
     *
     * @param gone those whose peer has sent its FIN
     * @param queued all that wait
     * @param listeners that may accept them: more than one with SO_REUSEPORT
     */
    public record Waiting(int gone, int queued, int listeners) {}

    /**
     * @param s that listener
     * @param held nanoseconds that peers have been gone
     */
    public Hit hit(Subject s, ListeningSocket listener, Waiting waiting, long held) {
        String where = waiting.listeners > 1 ? " at the " + waiting.listeners + " listeners of this port" : "";
        String message = waiting.gone + " of " + waiting.queued + " connections that wait for accept()" + where
                + " have the peer's FIN already, and its owner has most likely given up: CLOSE_WAIT in the backlog for "
                + Subject.duration(held) + ".";
        Hit hit =
                switch (s.descriptor()) {
                    case HELD -> closed(s, message);
                    case COLLECTED -> Hit.without(this, severity(), message + " The listener was garbage-collected.");
                    case OPEN, CLOSED ->
                        neglected(listener, waiting.listeners > 1 ? message : message + accepts(listener, s.now()));
                };
        return hit.advising(advice(s)).heldFor(held);
    }

    private Hit closed(Subject s, String message) {
        Step close = s.step(SocketEvent.CLOSE);
        String since = close == null ? "" : " " + Subject.duration(s.now() - close.nanos) + " ago";
        String why = " The listener was closed" + since + " and its port still listens: no accept will take them.";
        return Hit.at(this, severity(), message + why, close);
    }

    private Hit neglected(ListeningSocket listener, String message) {
        LastUse use = listener.lastUse;
        Object trace = use == null ? null : use.trace;
        return new Hit(this, severity(), message, trace, listener.acceptThread(), null);
    }

    private static String accepts(ListeningSocket listener, long now) {
        long at = listener.acceptNanos();
        String last = at == 0
                ? " This listener has accepted nothing so far."
                : " It accepted last " + Subject.duration(now - at) + " ago" + by(listener.acceptThread()) + ".";
        String failure = listener.acceptFailure();
        return failure == null || listener.acceptFailureNanos() - at < 0
                ? last
                : last + " Its last accept failed: " + failure + ".";
    }

    private static String by(@Nullable String thread) {
        return thread == null ? "" : ", in thread " + thread;
    }
}
