package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as one line of the log, without a line end. The connection named is the latest exemplar. Whatever the finding holds,
 * it stays one line and carries no control character.
 */
public final class FindingLogLine {
    private static final long MINUTE_MS = 60_000;

    private FindingLogLine() {}

    /**
     * Text for a person or a grep.
     *
     * @param zone of the time shown
     */
    public static String text(FindingLogEntry entry, ZoneId zone) {
        Report.Finding finding = entry.finding();
        boolean single = entry.isOfOne();
        List<String> parts = new ArrayList<>();
        parts.add(Text.withOffset(entry.time(), zone) + " tcpclose " + FindingText.severity(finding) + " "
                + Text.clean(finding.rule()));
        add(parts, "", finding.endpoint());
        add(parts, "", sentence(entry));
        add(parts, "opened ", firstFrame(finding.openedStack()));
        add(parts, "last ", firstFrame(finding.offendingStack()));
        add(parts, "thread ", single ? finding.offendingThread() : null);
        add(parts, "", single ? addresses(latest(finding)) : null);
        add(parts, "trace ", single ? FindingText.trace(finding) : null);
        add(parts, "x", finding.count() > 1 ? Long.toString(finding.count()) : null);
        add(parts, "fingerprint ", finding.fingerprint());
        return String.join("  ", parts);
    }

    private static @Nullable String sentence(FindingLogEntry entry) {
        return switch (entry.event()) {
            case FOUND -> entry.finding().message();
            case WORSE ->
                "Has become worse, was " + entry.was() + ": " + entry.finding().message();
            case MORE -> "... and " + entry.number() + " more of the same in the last " + window(entry.windowMs());
            case RETRACTED -> "retracted: " + entry.number() + " of its connections proved legal";
        };
    }

    private static String window(long millis) {
        return millis / 1000 == MINUTE_MS / 1000 ? "minute" : Text.duration(millis);
    }

    /** A JSON object; its members are named as in the report where the report has them. */
    public static String json(FindingLogEntry entry) {
        StringWriter line = new StringWriter();
        try (Json json = Json.to(line)) {
            json.root(entry, FindingLogLine::members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void members(Json json, FindingLogEntry entry) throws IOException {
        Report.Finding finding = entry.finding();
        json.time("time", entry.time());
        json.string("logger", "tcpclose");
        json.string("event", entry.event().label());
        json.string("severity", finding.severity());
        json.string("rule", finding.rule());
        json.string("endpoint", finding.endpoint());
        json.string("message", sentence(entry));
        json.number("count", finding.count());
        number(json, entry);
        json.string("openedFrame", firstFrame(finding.openedStack()));
        json.string("offendingFrame", firstFrame(finding.offendingStack()));
        json.string("fingerprint", finding.fingerprint());
        if (entry.isOfOne()) occurrence(json, finding);
    }

    private static void number(Json json, FindingLogEntry entry) throws IOException {
        switch (entry.event()) {
            case FOUND -> {
                // the line is the occurrence
            }
            case WORSE -> json.string("was", entry.was());
            case MORE -> {
                json.number("suppressed", entry.number());
                json.number("windowMs", entry.windowMs());
            }
            case RETRACTED -> json.number("retracted", entry.number());
        }
    }

    private static void occurrence(Json json, Report.Finding finding) throws IOException {
        json.string("offendingThread", finding.offendingThread());
        json.string("traceId", finding.traceId());
        json.string("spanId", finding.spanId());
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
