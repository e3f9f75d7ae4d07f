package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.time.Instant;

/**
 * What one line of the log tells.
 *
 * @param number occurrences that it stands for
 * @param windowMs for {@link Event#MORE}: over which time
 */
public record FindingLogEntry(Event event, Report.Finding finding, Instant time, long number, long windowMs) {

    /** The word of the JSON member {@code event}. */
    public enum Event {
        /** One occurrence: the first, the first after a quiet minute, or one that made it worse. */
        FOUND("found"),
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
}
