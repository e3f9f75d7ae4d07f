package io.tcpclose.agent.cli.compare;

import io.tcpclose.core.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a report has findings that shall stop a build: standing ones of a severity and worse that no baseline knows. */
public final class FailOn {
    private static final int NAMED = 5;

    /** The lowest severity that fails. */
    public enum Severity {
        warn,
        error;

        boolean isReached(@Nullable String severity) {
            return "error".equals(severity) || (this == warn && "warn".equals(severity));
        }
    }

    private final Severity lowest;
    private final Set<String> known;

    /** @param baseline a report whose findings are known; read now, so that a wrong one is told before anything is done */
    public FailOn(Severity lowest, @Nullable Path baseline) {
        this.lowest = lowest;
        this.known = baseline == null
                ? Set.of()
                : StoredReport.standing(StoredReport.read(baseline)).keySet();
    }

    /** What fails, for a person; empty when nothing does. */
    public String verdict(Report report) {
        List<Report.Finding> failing = StoredReport.standing(report).values().stream()
                .filter(finding -> lowest.isReached(finding.severity()))
                .filter(finding -> !known.contains(StoredReport.identity(finding)))
                .toList();
        if (failing.isEmpty()) return "";
        String names = failing.stream()
                .limit(NAMED)
                .map(finding -> finding.rule() + (finding.endpoint() == null ? "" : " " + finding.endpoint()))
                .collect(Collectors.joining(", "));
        return failing.size() + (failing.size() == 1 ? " finding of " : " findings of ") + lowest
                + (lowest == Severity.warn ? " or error" : "")
                + (known.isEmpty() ? "" : " that the baseline does not have") + ": " + names
                + (failing.size() > NAMED ? ", ..." : "");
    }
}
