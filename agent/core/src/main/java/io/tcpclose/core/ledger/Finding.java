package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.TraceIds;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.site.Fingerprint;
import io.tcpclose.core.site.Site;
import io.tcpclose.core.site.SiteIdentity;
import org.jspecify.annotations.Nullable;

/** One group of occurrences: the same rule, opened and offended at the same place, at the same endpoint. */
public final class Finding {
    /** What makes two occurrences one finding; its fingerprint is made of the same. */
    record Key(
            Rule rule,
            SiteIdentity opened,
            SiteIdentity offending,
            @Nullable String endpoint) {}

    private final Key key;
    private final Site opened;
    private final Site offending;
    private final String fingerprint;
    private final @Nullable Connection first;
    private final long firstMillis;
    private final Severity firstSeverity;

    private @Nullable Connection latest;
    private long lastMillis;
    private Severity severity;
    private String message;
    private @Nullable String offendingThread;
    private @Nullable TraceIds ids;
    private long count;
    private long active;
    private long retracted;

    Finding(
            Rule.Hit hit,
            Site opened,
            Site offending,
            @Nullable String endpoint,
            Severity severity,
            @Nullable Connection connection,
            long millis) {
        this.key = new Key(hit.rule(), opened.identity(), offending.identity(), endpoint);
        this.opened = opened;
        this.offending = offending;
        this.fingerprint = Fingerprint.of(key.rule.id(), key.endpoint, key.opened, key.offending);
        this.first = connection;
        this.firstMillis = millis;
        this.firstSeverity = severity;
        this.latest = connection;
        this.lastMillis = millis;
        this.severity = severity;
        this.message = hit.message();
        this.offendingThread = hit.offendingThread();
    }

    /** Of the offence, else of the opening: the last occurrence that was in a trace. */
    private void correlate(Rule.Hit hit, @Nullable Connection connection) {
        TraceIds told = hit.ids();
        if (told == null && connection != null) told = connection.openedIds();
        if (told != null) ids = told;
    }

    void occurred(Rule.Hit hit, Severity severity, @Nullable Connection connection, long millis) {
        count++;
        latest = connection;
        lastMillis = millis;
        correlate(hit, connection);
        describe(hit, severity);
    }

    /** An active occurrence has become older or worse. */
    void describe(Rule.Hit hit, Severity severity) {
        if (severity.atLeast(this.severity)) this.severity = severity;
        message = hit.message();
        offendingThread = hit.offendingThread();
    }

    public void activated() {
        active++;
    }

    /** The connection was closed. */
    public void resolved() {
        active--;
    }

    /** The connection proved legal. */
    public void retracted() {
        active--;
        retracted++;
    }

    public Rule rule() {
        return key.rule;
    }

    /** As it was at the first occurrence: others may differ in their lines and tails. */
    public Site opened() {
        return opened;
    }

    public Site offending() {
        return offending;
    }

    public @Nullable String endpoint() {
        return key.endpoint;
    }

    public String fingerprint() {
        return fingerprint;
    }

    /** The latest; meters count by {@link #firstSeverity}. */
    public Severity severity() {
        return severity;
    }

    public Severity firstSeverity() {
        return firstSeverity;
    }

    public String message() {
        return message;
    }

    public @Nullable String offendingThread() {
        return offendingThread;
    }

    /** The trace of the offending thread, or of the one that opened the connection; null where there was none. */
    public @Nullable TraceIds ids() {
        return ids;
    }

    /** Null where it is about a socket that has no life line. */
    public @Nullable Connection first() {
        return first;
    }

    public @Nullable Connection latest() {
        return latest;
    }

    /** Wall clock, milliseconds since the epoch. */
    public long firstMillis() {
        return firstMillis;
    }

    public long lastMillis() {
        return lastMillis;
    }

    public long count() {
        return count;
    }

    public long active() {
        return active;
    }

    public long retractedCount() {
        return retracted;
    }

    /** Whether anything is left of it: occurrences that were not taken back. */
    public boolean stands() {
        return count > retracted;
    }
}
