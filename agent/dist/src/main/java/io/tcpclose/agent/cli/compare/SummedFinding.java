package io.tcpclose.agent.cli.compare;

import io.tcpclose.core.report.Report;
import io.tcpclose.core.rule.Severity;
import org.jspecify.annotations.Nullable;

/** Two findings of one fingerprint as one: counts are summed, the words are those of the worse one. */
final class SummedFinding {
    private SummedFinding() {}

    static Report.Finding of(Report.Finding one, Report.Finding other) {
        Report.Finding worse = rank(other) > rank(one) ? other : one;
        return new Report.Finding(
                worse.rule(),
                worse.severity(),
                worse.fingerprint(),
                one.count() + other.count(),
                one.active() + other.active(),
                one.retracted() + other.retracted(),
                worse.firstTime(),
                worse.lastTime(),
                worse.endpoint(),
                worse.message(),
                worse.advice(),
                worse.suppression(),
                worse.openedStack(),
                worse.offendingStack(),
                worse.offendingThread(),
                worse.exemplars(),
                worse.traceId(),
                worse.spanId());
    }

    /** The worse, the higher. */
    static int rank(Report.Finding finding) {
        Severity severity = of(finding.severity());
        return severity == null ? -1 : severity.ordinal();
    }

    /** A report that somebody else wrote may name none. */
    private static @Nullable Severity of(@Nullable String label) {
        return label == null ? null : Severity.of(label);
    }
}
