package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.core.kernel.LocalZone;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.FindingListener;
import io.tcpclose.core.ledger.Occurrence;
import io.tcpclose.core.report.FindingView;
import io.tcpclose.core.report.Report;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.site.Site;
import io.tcpclose.core.site.SiteIdentity;
import io.tcpclose.export.AddressRedactor;
import io.tcpclose.export.FindingLogEntry;
import io.tcpclose.export.FindingLogEntry.Event;
import io.tcpclose.export.FindingLogLine;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Findings as they are found, one line each. Of one rule at one site the first has its line at once, and so has one that became
 * worse; the others of that minute are summed into one more line when it ends. Also told: that a finding which had a line was
 * taken back.
 *
 * <p>Under the engine's lock, so nothing here waits for an output. What is remembered is bounded by the ledger, whose
 * findings these are.
 */
final class FindingLog implements FindingListener {
    private static final long WINDOW_MILLIS = 60_000;

    /** @param endpoint only where no code is to blame */
    private record Key(
            String rule,
            SiteIdentity opened,
            SiteIdentity offending,
            @Nullable String endpoint) {
        static Key of(Finding f) {
            boolean sited = f.opened() != Site.NONE || f.offending() != Site.NONE;
            return new Key(f.rule().id(), f.opened().identity(), f.offending().identity(), sited ? null : f.endpoint());
        }
    }

    /** Since a line was written. */
    private static final class Window {
        private long start;
        private long unwritten;
        private @Nullable Finding latest;

        Window(long start) {
            this.start = start;
        }
    }

    private LogOutput out;
    private final @Nullable AddressRedactor redactor;
    private final Map<Key, Window> windows = new HashMap<>();
    /** Findings that had a line, and how many of their occurrences were known to be taken back. */
    private final Map<Finding, Long> told = new IdentityHashMap<>();

    private long lastRetraction;

    private Severity level;
    private boolean json;

    FindingLog(LogOutput out, Severity level, boolean json, boolean redact) {
        this.out = out;
        this.level = level;
        this.json = json;
        this.redactor = redact ? AddressRedactor.forALongTime() : null;
    }

    static FindingLog of(Options options, LogOutput out) {
        return new FindingLog(out, level(options), options.logAsJson(), options.redactAddresses());
    }

    private static Severity level(Options options) {
        Severity set = Severity.of(options.logLevel());
        return set == null ? Severity.WARN : set;
    }

    /** What the options say of the log, from now on. */
    void to(Options options, LogOutput output) {
        level = level(options);
        json = options.logAsJson();
        out = output;
    }

    @Override
    public void found(Finding finding, Occurrence occurrence, News news, @Nullable Severity was, long millis) {
        if (out == LogOutput.NONE || !occurrence.severity().atLeast(level)) return;
        Window window = windows.get(Key.of(finding));
        if (window == null) windows.put(Key.of(finding), new Window(millis));
        if (news == News.WORSE && was != null) worse(finding, occurrence, was, millis);
        else if (window == null) one(finding, occurrence, millis);
        else if (was == null || !was.atLeast(level)) {
            window.unwritten++;
            window.latest = finding;
        }
    }

    private void one(Finding finding, Occurrence occurrence, long millis) {
        write(finding, FindingLogEntry.found(shown(FindingView.of(finding, occurrence)), Instant.ofEpochMilli(millis)));
    }

    private void worse(Finding finding, Occurrence occurrence, Severity was, long millis) {
        Report.Finding view = shown(FindingView.of(finding, occurrence));
        write(finding, FindingLogEntry.worse(view, Instant.ofEpochMilli(millis), was.label()));
    }

    /** Ends the windows that are over. Once a probe interval. @param millis wall clock */
    void tick(long millis) {
        for (Iterator<Window> i = windows.values().iterator(); i.hasNext(); ) {
            Window window = i.next();
            // Set back, the clock would keep it open.
            if (millis < window.start) window.start = millis;
            if (millis - window.start < WINDOW_MILLIS) continue;
            if (window.unwritten == 0) i.remove();
            else sum(window, millis);
        }
        if (Math.abs(millis - lastRetraction) >= WINDOW_MILLIS) retract(millis);
    }

    /** At exit: what has had no line yet. */
    void end(long millis) {
        for (Window window : windows.values()) if (window.unwritten > 0) sum(window, millis);
        retract(millis);
    }

    private void sum(Window window, long millis) {
        Finding latest = window.latest;
        if (latest != null) write(Event.MORE, latest, window.unwritten, millis - window.start, millis);
        window.start = millis;
        window.unwritten = 0;
    }

    private void retract(long millis) {
        for (Map.Entry<Finding, Long> entry : told.entrySet()) {
            long more = entry.getKey().retractedCount() - entry.getValue();
            if (more <= 0) continue;
            entry.setValue(entry.getKey().retractedCount());
            lastRetraction = millis;
            write(Event.RETRACTED, entry.getKey(), more, 0, millis);
        }
    }

    private void write(Event event, Finding finding, long number, long windowMs, long millis) {
        Report.Finding view = shown(FindingView.of(finding));
        write(finding, new FindingLogEntry(event, view, Instant.ofEpochMilli(millis), number, windowMs));
    }

    private Report.Finding shown(Report.Finding view) {
        return redactor == null ? view : redactor.redact(view);
    }

    private void write(Finding finding, FindingLogEntry entry) {
        if (out == LogOutput.NONE) return;
        told.putIfAbsent(finding, finding.retractedCount());
        out.line(json ? FindingLogLine.json(entry) : FindingLogLine.text(entry, LocalZone.get()));
    }
}
