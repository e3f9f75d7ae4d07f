package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a finding as one line of the log, without a line end. The connection named is the latest exemplar.
 * Whatever the finding holds, it stays one line and carries no control character.
 */
public final class FindingLogLine {

    private record Occurrence(Report.Finding finding, Instant time) {}

    private FindingLogLine() {}

    /**
     * Text for a person or a grep.
     *
     * @param zone of the time shown
     */
    public static String text(Report.Finding finding, Instant time, ZoneId zone) {
        List<String> parts = new ArrayList<>();
        parts.add(Text.withOffset(time, zone) + " tcpclose " + FindingText.severity(finding) + " "
                + Text.clean(finding.rule()));
        add(parts, "", finding.endpoint());
        add(parts, "", finding.message());
        add(parts, "opened ", firstFrame(finding.openedStack()));
        add(parts, "last ", firstFrame(finding.offendingStack()));
        add(parts, "thread ", finding.offendingThread());
        add(parts, "", addresses(latest(finding)));
        add(parts, "fingerprint ", finding.fingerprint());
        return String.join("  ", parts);
    }

    /** A JSON object; its members are named as in the report where the report has them. */
    public static String json(Report.Finding finding, Instant time) {
        StringWriter line = new StringWriter();
        try (Json json = Json.to(line)) {
            json.root(new Occurrence(finding, time), FindingLogLine::members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void members(Json json, Occurrence occurrence) throws IOException {
        Report.Finding finding = occurrence.finding();
        json.time("time", occurrence.time());
        json.string("logger", "tcpclose");
        json.string("severity", finding.severity());
        json.string("rule", finding.rule());
        json.string("endpoint", finding.endpoint());
        json.string("message", finding.message());
        json.string("openedFrame", firstFrame(finding.openedStack()));
        json.string("offendingFrame", firstFrame(finding.offendingStack()));
        json.string("offendingThread", finding.offendingThread());
        json.string("fingerprint", finding.fingerprint());
        Report.Exemplar latest = latest(finding);
        if (latest != null) {
            json.string("local", latest.local());
            json.string("remote", latest.remote());
        }
    }

    private static void add(List<String> parts, String label, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            parts.add(label + Text.clean(value));
        }
    }

    private static @Nullable String firstFrame(@Nullable List<String> stack) {
        return Text.list(stack).stream().findFirst().orElse(null);
    }

    private static Report.@Nullable Exemplar latest(Report.Finding finding) {
        List<Report.Exemplar> exemplars = Text.list(finding.exemplars());
        return exemplars.isEmpty() ? null : exemplars.get(exemplars.size() - 1);
    }

    private static @Nullable String addresses(Report.@Nullable Exemplar exemplar) {
        return exemplar == null || (exemplar.local() == null && exemplar.remote() == null)
                ? null
                : Text.clean(exemplar.local()) + " -> " + Text.clean(exemplar.remote());
    }
}
