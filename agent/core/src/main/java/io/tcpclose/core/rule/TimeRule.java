package io.tcpclose.core.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A rule about a state that is held too long. Looked at once per probe; it fires when two consecutive probes find the
 * state held longer than the threshold, and stays active until the connection leaves the state.
 */
public abstract class TimeRule extends Rule {
    /** {@link #heldSince} of a connection that is not in the state. */
    public static final long NOT_HELD = Long.MIN_VALUE;

    protected TimeRule(String id, Severity severity, Duration after, String advice) {
        super(id, severity, after, advice);
    }

    /** Since when the state is held, in {@link System#nanoTime()}, or {@link #NOT_HELD}. */
    public abstract long heldSince(Subject subject);

    /**
     * The evidence.
     *
     * @param held nanoseconds the state has been held
     * @param after the threshold in force, in nanoseconds
     */
    public abstract Hit hit(Subject subject, long held, long after);

    /** {@link #hit} with all that belongs to it. */
    public final Hit seen(Subject subject, long held, long after) {
        return hit(subject, held, after)
                .of(many(subject))
                .advising(advice(subject))
                .heldFor(held);
    }

    /** What those have in common that are held as this one is. */
    public @Nullable Many many(Subject subject) {
        return many();
    }

    /** What to do where it is held as this one is. */
    public String advice(Subject subject) {
        return advice();
    }

    /** Whether an end of the state by other means than close means that it was legal after all. */
    public boolean endsLegally() {
        return false;
    }
}
