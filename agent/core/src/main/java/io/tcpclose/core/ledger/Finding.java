package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.TraceIds;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.site.Fingerprint;
import io.tcpclose.core.site.Site;
import io.tcpclose.core.site.SiteIdentity;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One group of occurrences: the same rule, opened and offended at the same site, at the same endpoint. */
public final class Finding {
    /** What makes two occurrences one finding; its fingerprint is made of the same. */
    record Key(
            Rule rule,
            SiteIdentity opened,
            SiteIdentity offending,
            @Nullable String endpoint) {}

    private final Key key;
    private final String fingerprint;
    private final Occurrences occurrences;
    private final @Nullable Connection first;
    private final long firstMillis;

    private @Nullable Connection latest;
    private long lastMillis;
    /** The highest that was told. */
    private Severity told;

    private @Nullable TraceIds ids;
    private long count;
    private long active;
    private long retracted;

    Finding(Key key, Occurrence first, long millis) {
        this.key = key;
        this.fingerprint = Fingerprint.of(key.rule.id(), key.endpoint, key.opened, key.offending);
        this.occurrences = new Occurrences(first);
        this.first = first.connection();
        this.firstMillis = millis;
        this.latest = first.connection();
        this.lastMillis = millis;
        this.told = first.severity();
    }

    void occurred(Occurrence occurrence, long millis) {
        count++;
        latest = occurrence.connection();
        lastMillis = millis;
        if (occurrence.ids() != null) ids = occurrence.ids();
        occurrences.add(occurrence);
    }

    /** @return the severity that it has risen from, null where it has not */
    @Nullable
    Severity rises(Occurrence occurrence) {
        Severity was = told;
        if (was.atLeast(occurrence.severity())) return null;
        told = occurrence.severity();
        return was;
    }

    /** An occurrence that is active has become older or worse. @return what it was, null where it is not active */
    @Nullable
    Occurrence goesOn(Connection c, Occurrence by) {
        Occurrence before = occurrences.active(c);
        if (before != null) occurrences.replace(c, by);
        return before;
    }

    /** One that is over turned out to be worse. */
    void worsened(Occurrence before, Occurrence by) {
        occurrences.replaceOver(before, by);
        if (by.ids() != null) ids = by.ids();
    }

    /** The latest occurrence is of a state that goes on. @param connection null for a socket without a life line */
    public void activated(@Nullable Connection connection) {
        if (connection == null || occurrences.activate(connection)) active++;
    }

    /**
     * The connection was closed. Nothing where it is not active (any more): it is counted out once, whoever says so
     * first.
     */
    public void resolved(@Nullable Connection connection) {
        if (connection == null || occurrences.resolve(connection)) active--;
    }

    /** The connection proved legal. */
    public void retracted(@Nullable Connection connection) {
        if (connection != null && !occurrences.retract(connection)) return;
        active--;
        retracted++;
        told = severity();
    }

    /** Each connection on which it is active. */
    public void forEachActive(Consumer<Connection> visitor) {
        occurrences.forEachActive(visitor);
    }

    public Rule rule() {
        return key.rule;
    }

    /** Of the occurrence that speaks for it; others may differ in their lines and tails. */
    public Site opened() {
        return occurrences.speaker().opened();
    }

    public Site offending() {
        return occurrences.speaker().offending();
    }

    public @Nullable String endpoint() {
        return key.endpoint;
    }

    public String fingerprint() {
        return fingerprint;
    }

    /** Of the worst occurrence; meters count each at what it was first. */
    public Severity severity() {
        return occurrences.speaker().severity();
    }

    /** Of a group as a group, of one connection as one. */
    public String message() {
        return occurrences.message();
    }

    public String advice() {
        return occurrences.speaker().advice();
    }

    public @Nullable String offendingThread() {
        return occurrences.speaker().thread();
    }

    /** The last trace of an offending thread, or of one that opened the connection; null where there was none. */
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
