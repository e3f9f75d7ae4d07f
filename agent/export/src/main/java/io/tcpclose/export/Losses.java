package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this report cannot know or does not show. Silence about it would read as "nothing there". */
final class Losses {

    private Losses() {}

    /** One line each; none when nothing was lost. */
    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        Report.Agent agent = report.agent();
        if (agent != null) {
            addHookPoints(lines, agent.hookPoints());
            addCapabilities(lines, agent.capabilities());
            add(lines, agent.hookErrors(), "NOTE  %d hook errors: some events were not seen");
        }
        Report.Summary summary = report.summary();
        if (summary != null) {
            add(lines, summary.untracked(), "NOTE  %d untracked: these sockets are not in this report");
            add(lines, summary.suppressed(), "NOTE  %d findings suppressed");
        }
        long takenBack = Text.list(report.findings()).stream()
                .filter(Losses::isTakenBack)
                .count();
        add(lines, takenBack, "NOTE  %d findings retracted: their connections proved legal");
        notes(report).forEach(note -> lines.add("NOTE  " + Text.clean(note)));
        return lines;
    }

    /** What makes the numbers of the one-line form wrong; the rest was said at the start. Empty when nothing. */
    static String inline(Report report) {
        List<String> parts = new ArrayList<>();
        Report.Summary summary = report.summary();
        if (summary != null) {
            add(parts, summary.untracked(), ", %d untracked");
            add(parts, summary.suppressed(), ", %d suppressed");
        }
        if (report.agent() != null) {
            add(parts, report.agent().hookErrors(), ", %d hook errors");
        }
        return String.join("", parts);
    }

    /** Whether every occurrence proved legal in the end. */
    static boolean isTakenBack(Report.Finding finding) {
        return finding.retracted() > 0 && finding.retracted() >= finding.count();
    }

    private static List<String> notes(Report report) {
        return report.agent() == null ? List.of() : Text.list(report.agent().notes());
    }

    private static void addHookPoints(List<String> lines, Report.@Nullable HookPoints points) {
        if (points == null) {
            return;
        }
        List<String> missing = Text.list(points.missing());
        if (!missing.isEmpty() || points.matched() < points.expected()) {
            lines.add("NOTE  " + points.matched() + "/" + points.expected() + " hook points"
                    + (missing.isEmpty() ? "" : ", missing: " + Text.clean(String.join(", ", missing))));
        }
    }

    private static void addCapabilities(List<String> lines, @Nullable Map<String, Boolean> capabilities) {
        String off = capabilities == null
                ? ""
                : capabilities.entrySet().stream()
                        .filter(entry -> entry.getValue() != null && !entry.getValue())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(" "));
        if (!off.isEmpty()) {
            lines.add("NOTE  kernel evidence off: " + Text.clean(off));
        }
    }

    private static void add(List<String> lines, long count, String format) {
        if (count > 0) {
            lines.add(String.format(format, count));
        }
    }
}
