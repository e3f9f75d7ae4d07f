package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The report for a person in front of a terminal: the findings, who opens most, what is open, and what the agent could
 * not see. Plain text without colours. Never throws on a report, however odd its values.
 */
public final class TextReportWriter implements ReportWriter {

    private static final int CONSOLE_LINES = 60;
    private static final int UNLIMITED = Integer.MAX_VALUE;
    /** Rows of open connections: beyond this nobody reads on, and a report must not hold every connection at once. */
    private static final int MAX_ROWS = 1000;

    private static final int MAX_OPENERS = 20;
    private static final Report.SeverityCounts NO_FINDINGS = new Report.SeverityCounts(0, 0, 0);
    private static final Report.Summary NO_SUMMARY = new Report.Summary(
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            NO_FINDINGS,
            Map.of(),
            new Report.HalfClose(0, 0),
            Map.of(),
            new Report.CloseWait(0, 0, 0));

    private final ZoneId zone;
    private final int maxLines;
    private final boolean oneLineWhenClean;

    /**
     * @param zone of the times shown
     * @param maxLines at least 1
     * @param oneLineWhenClean whether a report without a finding of {@code warn} or worse is one line
     */
    public TextReportWriter(ZoneId zone, int maxLines, boolean oneLineWhenClean) {
        this.zone = zone;
        this.maxLines = Math.max(1, maxLines);
        this.oneLineWhenClean = oneLineWhenClean;
    }

    /** For the end of a run on stderr: one line when nothing of {@code warn} or worse was found, else at most 60. */
    public static TextReportWriter forConsole(ZoneId zone) {
        return new TextReportWriter(zone, CONSOLE_LINES, true);
    }

    /** For a file or an answer to a question: as long as needed. */
    public static TextReportWriter forFile(ZoneId zone) {
        return new TextReportWriter(zone, UNLIMITED, false);
    }

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        out.write((String.join("\n", lines(report)) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The lines of the report, without line ends. */
    public List<String> lines(Report report) {
        return oneLineWhenClean && isClean(report) ? List.of(oneLine(report)) : fullLines(report);
    }

    private static boolean isClean(Report report) {
        Report.SeverityCounts counts = counts(report);
        return counts.error() == 0
                && counts.warn() == 0
                && standing(report).stream().allMatch(finding -> "info".equals(finding.severity()));
    }

    /** The summary does not count what was taken back, so a person does not see it as a finding either. */
    private static List<Report.Finding> standing(Report report) {
        return Text.list(report.findings()).stream()
                .filter(finding -> !Losses.isTakenBack(finding))
                .toList();
    }

    private static String oneLine(Report report) {
        Report.Summary summary = summary(report);
        return "tcpclose: " + summary.opened() + " opened, " + summary.closed() + " closed, " + summary.open()
                + " open, " + findings(counts(report).info())
                + Losses.inline(report);
    }

    /** A report of one line has none that is worse. */
    private static String findings(int info) {
        return info == 0 ? "0 findings" : info + (info == 1 ? " finding of info" : " findings of info");
    }

    private List<String> fullLines(Report report) {
        Digest digest = Digest.of(report, Math.min(MAX_ROWS, maxLines));
        List<String> notes = capped(Losses.lines(report), maxLines / 6);
        int room = maxLines - 1 - notes.size();
        int openers = Math.min(1 + digest.openers.size(), openersRoom());
        int connections = Math.min(digest.open.size(), maxLines / 6);
        List<Report.Finding> findings = standing(report);
        List<String> lines = new ArrayList<>();
        lines.add(header(report, digest));
        lines.addAll(new FindingText(digest, report.takenTime(), zone).lines(findings, room - openers - connections));
        lines.addAll(digest.openers.lines(openers));
        int rest = maxLines - notes.size() - lines.size();
        lines.addAll(digest.open.lines(findings.isEmpty() ? rest : Math.min(rest, connections)));
        lines.addAll(notes);
        return capped(lines, maxLines);
    }

    /** A sixth of what is shown, so that neither the openers nor the open connections push the findings away. */
    private int openersRoom() {
        return Math.min(1 + MAX_OPENERS, maxLines / 6);
    }

    private static List<String> capped(List<String> lines, int max) {
        if (lines.size() <= max) {
            return lines;
        }
        List<String> capped = new ArrayList<>(lines.subList(0, Math.max(0, max - 1)));
        if (max > 0) {
            capped.add("... " + (lines.size() - capped.size()) + " more lines");
        }
        return capped;
    }

    private static String header(Report report, Digest digest) {
        return "tcpclose "
                + (report.agent() == null ? "?" : Text.clean(report.agent().version()))
                + jvm(report)
                + "   open " + summary(report).open()
                + "  close_wait " + digest.closeWait()
                + "  findings " + severities(counts(report));
    }

    private static String jvm(Report report) {
        Report.Jvm jvm = report.jvm();
        return jvm == null
                ? ""
                : "  pid " + jvm.pid() + " " + main(jvm.main()) + up(jvm.startedTime(), report.takenTime()) + "  java "
                        + Text.clean(jvm.java());
    }

    /** A jar without its directories, a class without its module. */
    private static String main(@Nullable String main) {
        return main == null ? "?" : Text.clean(main.substring(main.lastIndexOf('/') + 1));
    }

    private static String up(@Nullable Instant started, @Nullable Instant taken) {
        return started == null || taken == null ? "" : "  up " + Text.between(started, taken);
    }

    private static String severities(Report.SeverityCounts counts) {
        return counts.error() + " error " + counts.warn() + " warn"
                + (counts.info() == 0 ? "" : " " + counts.info() + " info");
    }

    private static Report.Summary summary(Report report) {
        return Objects.requireNonNullElse(report.summary(), NO_SUMMARY);
    }

    private static Report.SeverityCounts counts(Report report) {
        return Objects.requireNonNullElse(summary(report).findings(), NO_FINDINGS);
    }
}
