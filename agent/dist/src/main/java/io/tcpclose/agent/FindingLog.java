package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.FindingListener;
import io.tcpclose.core.report.FindingView;
import io.tcpclose.core.report.Report;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.export.AddressRedactor;
import io.tcpclose.export.FindingLogLine;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings as they are found, one line each: the first of a group at once, more of the same at most once a minute. */
final class FindingLog implements FindingListener {
    private static final long QUIET_MILLIS = 60_000;

    private final PrintStream out;
    private final Severity level;
    private final boolean json;
    private final @Nullable AddressRedactor redactor;
    private final Map<Finding, Long> lastLine = new HashMap<>();

    private FindingLog(PrintStream out, Options options) {
        this.out = out;
        Severity set = Severity.of(options.logLevel());
        this.level = set == null ? Severity.WARN : set;
        this.json = options.logAsJson();
        this.redactor = options.redactAddresses() ? new AddressRedactor() : null;
    }

    static FindingListener of(Options options) {
        return switch (options.log()) {
            case "none" -> FindingListener.NONE;
            case "stderr" -> new FindingLog(Say.stderr(), options);
            default -> toFile(options);
        };
    }

    private static FindingListener toFile(Options options) {
        try {
            FileOutputStream file = new FileOutputStream(options.log(), true);
            return new FindingLog(new PrintStream(file, true, StandardCharsets.UTF_8), options);
        } catch (FileNotFoundException e) {
            Say.line("log=" + options.log() + " cannot be written, logging to stderr: " + e.getMessage());
            return new FindingLog(Say.stderr(), options);
        }
    }

    @Override
    public void found(Finding finding, boolean first, long millis) {
        if (!finding.severity().atLeast(level)) return;
        Long last = lastLine.get(finding);
        if (!first && last != null && millis - last < QUIET_MILLIS) return;
        lastLine.put(finding, millis);
        Report.Finding view = FindingView.of(finding);
        if (redactor != null) view = redactor.redact(view);
        Instant time = Instant.ofEpochMilli(millis);
        out.println(json ? FindingLogLine.json(view, time) : FindingLogLine.text(view, time, ZoneId.systemDefault()));
    }
}
