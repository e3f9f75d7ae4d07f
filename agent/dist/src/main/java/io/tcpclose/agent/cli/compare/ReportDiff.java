package io.tcpclose.agent.cli.compare;

import io.tcpclose.agent.cli.view.Sums;
import io.tcpclose.agent.cli.view.Table;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has changed from one report to a later one. Findings are the same by fingerprint, also in another release. */
public final class ReportDiff {
    private final Report earlier;
    private final Report later;
    private final ZoneId zone;

    /** @param zone of the times shown */
    public ReportDiff(Report earlier, Report later, ZoneId zone) {
        this.earlier = earlier;
        this.later = later;
        this.zone = zone;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(heads());
        findings(lines);
        lines.addAll(grown(
                "ENDPOINT",
                earlier.endpoints(),
                later.endpoints(),
                Report.Endpoint::endpoint,
                Report.Endpoint::open,
                Report.Endpoint::closeWait));
        lines.addAll(grown(
                "SITE", earlier.sites(), later.sites(), Report.Site::site, Report.Site::open, Report.Site::closeWait));
        notes(lines);
        return lines;
    }

    private List<String> heads() {
        Table table = new Table("", "JVM", "TAKEN", ">OPEN", ">CLOSE_WAIT", ">ERROR", ">WARN", ">INFO");
        head(table, "earlier", earlier);
        head(table, "later", later);
        table.add(
                "change",
                "",
                apart(),
                signed(Sums.open(later) - Sums.open(earlier)),
                signed(Sums.closeWait(later) - Sums.closeWait(earlier)),
                signed(severities(later, "error") - severities(earlier, "error")),
                signed(severities(later, "warn") - severities(earlier, "warn")),
                signed(severities(later, "info") - severities(earlier, "info")));
        return table.lines();
    }

    private void head(Table table, String name, Report report) {
        Report.Jvm jvm = report.jvm();
        table.add(
                name,
                jvm == null ? "?" : main(jvm) + " pid " + jvm.pid(),
                Text.clock(report.takenTime(), null, zone),
                Sums.open(report),
                Sums.closeWait(report),
                severities(report, "error"),
                severities(report, "warn"),
                severities(report, "info"));
    }

    private static String main(Report.Jvm jvm) {
        String main = String.valueOf(jvm.main());
        return main.substring(main.lastIndexOf('/') + 1);
    }

    private String apart() {
        Instant from = earlier.takenTime();
        Instant to = later.takenTime();
        if (from == null || to == null || to.isBefore(from)) return "";
        return "+" + Text.between(from, to);
    }

    private static long severities(Report report, String severity) {
        return StoredReport.standing(report).values().stream()
                .filter(finding -> severity.equals(finding.severity()))
                .count();
    }

    private void findings(List<String> lines) {
        Map<String, Report.Finding> before = StoredReport.standing(earlier);
        Map<String, Report.Finding> now = StoredReport.standing(later);
        now.forEach((print, finding) -> {
            if (!before.containsKey(print)) lines.addAll(finding("NEW", "x" + finding.count(), finding));
        });
        now.forEach((print, finding) -> {
            Report.Finding was = before.get(print);
            if (was != null && isGrown(was, finding)) lines.addAll(finding("GROWN", growth(was, finding), finding));
        });
        before.forEach((print, finding) -> {
            if (!now.containsKey(print)) lines.addAll(finding("GONE", "x" + finding.count(), finding));
        });
        long same = now.entrySet().stream()
                .filter(entry -> before.get(entry.getKey()) != null)
                .filter(entry -> !isGrown(Objects.requireNonNull(before.get(entry.getKey())), entry.getValue()))
                .count();
        lines.add("FINDINGS  " + same + " unchanged");
    }

    /** Worse counts as grown. */
    private static boolean isGrown(Report.Finding was, Report.Finding now) {
        return now.count() - now.retracted() > was.count() - was.retracted()
                || now.active() > was.active()
                || SummedFinding.rank(now) > SummedFinding.rank(was);
    }

    private static String growth(Report.Finding was, Report.Finding now) {
        String severity = Objects.equals(was.severity(), now.severity()) ? "" : "  was " + Text.clean(was.severity());
        return "x" + was.count() + " -> x" + now.count() + "  active " + was.active() + " -> " + now.active()
                + severity;
    }

    private static List<String> finding(String what, String count, Report.Finding finding) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format("%-6s", what)
                + Text.clean(finding.severity()).toUpperCase(Locale.ROOT) + " " + Text.clean(finding.rule()) + "  "
                + count
                + (finding.endpoint() == null ? "" : "  " + Text.clean(finding.endpoint())));
        if (!StoredReport.list(finding.openedStack()).isEmpty())
            lines.add("      opened  " + Text.frames(finding.openedStack()));
        if (!StoredReport.list(finding.offendingStack()).isEmpty())
            lines.add("      at      " + Text.frames(finding.offendingStack()));
        return lines;
    }

    private static <T> List<String> grown(
            String name,
            List<T> before,
            List<T> now,
            Function<T, @Nullable String> key,
            ToLongFunction<T> open,
            ToLongFunction<T> closeWait) {
        Map<String, T> was = before.stream()
                .collect(Collectors.toMap(each -> String.valueOf(key.apply(each)), each -> each, (one, other) -> one));
        Table table = new Table(name + " THAT GREW", ">open", ">", ">close_wait", ">");
        for (T each : now) {
            T old = was.get(String.valueOf(key.apply(each)));
            long more = open.applyAsLong(each) - (old == null ? 0 : open.applyAsLong(old));
            long waiting = closeWait.applyAsLong(each) - (old == null ? 0 : closeWait.applyAsLong(old));
            if (more > 0 || waiting > 0) {
                table.add(
                        key.apply(each),
                        open.applyAsLong(each),
                        signed(more),
                        closeWait.applyAsLong(each),
                        signed(waiting));
            }
        }
        return table.isEmpty() ? List.of() : table.lines();
    }

    private void notes(List<String> lines) {
        if (earlier.takenTime() != null
                && later.takenTime() != null
                && later.takenTime().isBefore(earlier.takenTime()))
            lines.add("NOTE  the second report was taken before the first one");
        if (earlier.jvm() != null
                && later.jvm() != null
                && !Objects.equals(earlier.jvm().startedTime(), later.jvm().startedTime()))
            lines.add("NOTE  two runs of a JVM: each counts from its own start");
    }

    private static String signed(long change) {
        return change > 0 ? "+" + change : Long.toString(change);
    }
}
