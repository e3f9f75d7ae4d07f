package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The findings as blocks of lines: what, where it was opened, who touched it last, what to do, how to accept it. */
final class FindingText {

    private static final List<String> SEVERITIES = List.of("error", "warn", "info");
    private static final Comparator<Report.Finding> WORST_FIRST = Comparator.comparingInt(FindingText::rank)
            .thenComparing(Comparator.comparingLong(Report.Finding::count).reversed());

    private final Digest digest;
    private final @Nullable Instant now;
    private final ZoneId zone;

    FindingText(Digest digest, @Nullable Instant now, ZoneId zone) {
        this.digest = digest;
        this.now = now;
        this.zone = zone;
    }

    /** At most {@code max} lines; a finding is shown as a whole or counted as one more. */
    List<String> lines(List<Report.Finding> findings, int max) {
        List<Report.Finding> sorted = findings.stream().sorted(WORST_FIRST).toList();
        List<List<String>> blocks = sorted.stream().map(this::block).toList();
        int all = blocks.stream().mapToInt(List::size).sum();
        int room = all <= max ? max : max - 1;
        List<String> lines = new ArrayList<>();
        int shown = 0;
        while (shown < blocks.size() && lines.size() + blocks.get(shown).size() <= room) {
            lines.addAll(blocks.get(shown++));
        }
        if (shown < blocks.size() && lines.size() < max) {
            lines.add(more(sorted.subList(shown, sorted.size())));
        }
        return lines;
    }

    private static String more(List<Report.Finding> hidden) {
        String counts = SEVERITIES.stream()
                .map(severity -> count(hidden, severity) + " " + severity)
                .filter(count -> !count.startsWith("0 "))
                .collect(Collectors.joining(" "));
        return "... " + hidden.size() + " more findings (" + counts + "): a report in a file has them all";
    }

    private static long count(List<Report.Finding> findings, String severity) {
        return findings.stream()
                .filter(finding -> severity.equals(finding.severity()))
                .count();
    }

    private static int rank(Report.Finding finding) {
        int rank = finding.severity() == null ? -1 : SEVERITIES.indexOf(finding.severity());
        return rank < 0 ? SEVERITIES.size() : rank;
    }

    private List<String> block(Report.Finding finding) {
        List<String> lines = new ArrayList<>();
        lines.add(title(finding));
        addLine(lines, "  ", finding.message());
        String opened = Text.frames(finding.openedStack());
        lines.add("  opened  " + (opened.isEmpty() ? "(no stack)" : opened));
        String last = last(finding);
        if (!last.isEmpty()) {
            lines.add("  last    " + last);
        }
        addLine(lines, "  trace   ", trace(finding));
        addLine(lines, "  do      ", finding.advice());
        addLine(lines, "  ack     ", finding.suppression());
        return lines;
    }

    private static void addLine(List<String> lines, String label, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            lines.add(label + Text.clean(text));
        }
    }

    private String title(Report.Finding finding) {
        String endpoint = finding.endpoint();
        return severity(finding) + " " + Text.clean(finding.rule())
                + "  x" + finding.count() + "  " + finding.active() + " active"
                + (finding.retracted() > 0 ? "  " + finding.retracted() + " retracted" : "")
                + "  first " + Text.clock(finding.firstTime(), now, zone)
                + " last " + Text.clock(finding.lastTime(), now, zone)
                + (endpoint == null ? "" : "  " + Text.clean(endpoint))
                + descriptor(finding);
    }

    /** Null where there is none. */
    static @Nullable String trace(Report.Finding finding) {
        if (finding.traceId() == null) {
            return null;
        }
        return finding.traceId() + (finding.spanId() == null ? "" : " span " + finding.spanId());
    }

    static String severity(Report.Finding finding) {
        return String.format("%-5s", Text.clean(finding.severity()).toUpperCase(Locale.ROOT));
    }

    /** A collected socket closes its descriptor by itself, a collected channel never does: the difference is the leak. */
    private String descriptor(Report.Finding finding) {
        if (!"collected-without-close".equals(finding.rule())) {
            return "";
        }
        Digest.Evidence evidence = digest.evidence(finding, any -> any.descriptor() != null);
        if (evidence == null) {
            return "";
        }
        return "collected".equals(evidence.descriptor()) ? "   descriptor lost" : "   descriptor recovered";
    }

    private String last(Report.Finding finding) {
        String thread = finding.offendingThread();
        Report.LastUse use = lastUse(finding, thread);
        String frames = Text.frames(finding.offendingStack());
        if (frames.isEmpty() && use != null) {
            frames = Text.frames(use.stack());
        }
        String who = thread == null && use != null ? use.thread() : thread;
        String when = use == null ? "" : Text.duration(use.ageMs()) + " ago";
        return join("  ", frames, join(", ", who == null ? "" : "thread " + Text.clean(who), when));
    }

    /** Of the latest exemplar; of no other thread than the offending one, whose moment it would misstate. */
    private Report.@Nullable LastUse lastUse(Report.Finding finding, @Nullable String thread) {
        Digest.Evidence evidence = digest.evidence(finding, any -> isOf(any.lastUse(), thread));
        return evidence == null ? null : evidence.lastUse();
    }

    private static boolean isOf(Report.@Nullable LastUse use, @Nullable String thread) {
        return use != null && (thread == null || thread.equals(use.thread()));
    }

    private static String join(String separator, String left, String right) {
        return String.join(
                separator,
                Stream.of(left, right).filter(part -> !part.isEmpty()).toList());
    }
}
