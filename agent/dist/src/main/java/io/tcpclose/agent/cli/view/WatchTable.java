package io.tcpclose.agent.cli.view;

import io.tcpclose.core.report.Report;
import io.tcpclose.export.Text;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A screen of what is open now and how it has changed since the screen before. */
public final class WatchTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int ROWS = 10;

    private final ZoneId zone;
    private @Nullable Report before;

    /** @param zone of the time shown */
    public WatchTable(ZoneId zone) {
        this.zone = zone;
    }

    public List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(head(report));
        lines.addAll(findings(report));
        lines.addAll(endpoints(report));
        before = report;
        return lines;
    }

    private String head(Report report) {
        Report.Summary summary = report.summary();
        Report was = before == null ? report : before;
        return TIME.format(report.takenTime().atZone(zone))
                + "  pid " + report.jvm().pid() + " " + main(report.jvm())
                + "   open " + summary.open() + change(Sums.open(was), summary.open())
                + "  close_wait " + Sums.closeWait(report) + change(Sums.closeWait(was), Sums.closeWait(report))
                + Sums.noticed(report)
                + "  opened " + summary.opened() + "  closed " + summary.closed()
                + "  findings " + summary.findings().error() + " error "
                + summary.findings().warn() + " warn "
                + summary.findings().info() + " info";
    }

    private static String main(Report.Jvm jvm) {
        String main = Text.clean(jvm.main());
        return main.substring(main.lastIndexOf('/') + 1);
    }

    private static String change(long was, long now) {
        return was == now ? "" : now > was ? " (+" + (now - was) + ")" : " (" + (now - was) + ")";
    }

    private static List<String> findings(Report report) {
        Table table = new Table("FINDING", "rule", ">count", ">active", "endpoint", "opened");
        report.findings().stream()
                .filter(finding -> finding.count() > finding.retracted())
                .sorted(Comparator.comparing((Report.Finding finding) -> rank(finding.severity()))
                        .thenComparing(finding -> -finding.active()))
                .limit(ROWS)
                .forEach(finding -> table.add(
                        String.valueOf(finding.severity()).toUpperCase(Locale.ROOT),
                        finding.rule(),
                        finding.count(),
                        finding.active(),
                        finding.endpoint() == null ? "" : finding.endpoint(),
                        Text.site(finding.openedStack())));
        return table.isEmpty() ? List.of() : table.lines();
    }

    private static int rank(@Nullable String severity) {
        return "error".equals(severity) ? 0 : "warn".equals(severity) ? 1 : 2;
    }

    private List<String> endpoints(Report report) {
        Map<String, Report.Endpoint> was = new HashMap<>();
        if (before != null) before.endpoints().forEach(endpoint -> was.put(endpoint.endpoint(), endpoint));
        Table table = new Table("ENDPOINT", ">open", "", ">close_wait", "", ">opened", ">closed");
        report.endpoints().stream()
                .sorted(Comparator.comparingLong(Report.Endpoint::closeWait)
                        .thenComparingLong(Report.Endpoint::open)
                        .thenComparingLong(Report.Endpoint::opened)
                        .reversed())
                .limit(ROWS)
                .forEach(now -> endpoint(table, was.getOrDefault(now.endpoint(), now), now));
        return table.isEmpty() ? List.of() : table.lines();
    }

    private static void endpoint(Table table, Report.Endpoint was, Report.Endpoint now) {
        table.add(
                now.endpoint(),
                now.open(),
                change(was.open(), now.open()).strip(),
                now.closeWait(),
                change(was.closeWait(), now.closeWait()).strip(),
                now.opened(),
                now.closed());
    }
}
