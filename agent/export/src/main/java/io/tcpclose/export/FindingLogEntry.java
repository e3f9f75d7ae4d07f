package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one line of the log tells.
 *
 * @param number occurrences that it stands for
 * @param windowMs for {@link Event#MORE}: over which time
 * @param was for {@link Event#WORSE}: the severity of the finding until then
 */
public record FindingLogEntry(
        Event event,
        Report.Finding finding,
        Instant time,
        long number,
        long windowMs,
        @Nullable String was) {

    public FindingLogEntry(Event event, Report.Finding finding, Instant time, long number, long windowMs) {
        this(event, finding, time, number, windowMs, null);
    }

    /** The word of the JSON member {@code event}. */
    public enum Event {
        /** One occurrence: the first, or the first after a quiet minute. */
        FOUND("found"),
        /** One occurrence that made the finding worse than it ever was. */
        WORSE("worse"),
        /** Those of a rule and site that had no line of their own. */
        MORE("more"),
        /** A connection that a line had told of proved legal. */
        RETRACTED("retracted");

        private final String label;

        Event(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    public static FindingLogEntry found(Report.Finding finding, Instant time) {
        return new FindingLogEntry(Event.FOUND, finding, time, 1, 0);
    }

    public static FindingLogEntry worse(Report.Finding finding, Instant time, String was) {
        return new FindingLogEntry(Event.WORSE, finding, time, 1, 0, was);
    }

    /** Whether it tells of one occurrence, with its thread and its addresses. */
    boolean isOfOne() {
        return event == Event.FOUND || event == Event.WORSE;
    }
}
