package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.TraceIds;
import io.tcpclose.core.rule.Many;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.site.Site;
import org.jspecify.annotations.Nullable;

/**
 * One connection's part in a finding, as it was last looked at: severity, words, age and stacks belong together. Without the raw
 * backtrace of its {@link Rule.Hit}, which would pin the application's classes for as long as the finding is known.
 *
 * @param connection null for a socket that has no life line
 * @param many null where the message speaks of many by itself
 * @param held nanoseconds, -1 where it is an event
 */
public record Occurrence(
        @Nullable Connection connection,
        Severity severity,
        String message,
        @Nullable Many many,
        String advice,
        long held,
        @Nullable String thread,
        @Nullable TraceIds ids,
        Site opened,
        Site offending) {

    static Occurrence of(
            @Nullable Connection connection, Rule.Hit hit, Severity severity, Site opened, Site offending) {
        TraceIds ids = hit.ids();
        return new Occurrence(
                connection,
                severity,
                hit.message(),
                hit.many(),
                hit.advice(),
                hit.held(),
                hit.offendingThread(),
                ids == null && connection != null ? connection.openedIds() : ids,
                opened,
                offending);
    }

    boolean isOf(@Nullable Connection other) {
        return other != null && connection == other;
    }

    /** The worse one, of equals the older one. */
    boolean outweighs(Occurrence other) {
        return severity == other.severity ? held > other.held : severity.atLeast(other.severity);
    }
}
