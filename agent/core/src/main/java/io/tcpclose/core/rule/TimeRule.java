package io.tcpclose.core.rule;

import java.time.Duration;

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

    /** Whether an end of the state by other means than close means that it was legal after all. */
    public boolean endsLegally() {
        return false;
    }
}
