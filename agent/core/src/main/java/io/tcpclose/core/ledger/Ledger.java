package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.filter.Selectable;
import io.tcpclose.core.kernel.LocalZone;
import io.tcpclose.core.ledger.FindingListener.News;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.site.Site;
import io.tcpclose.core.site.Sites;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The findings: grouped, bounded, filtered. For the agent's thread, or any thread that holds the engine's lock.
 */
public final class Ledger {
    private static final int MAX_FINDINGS = 1000;

    private final Map<Finding.Key, Finding> findings = new LinkedHashMap<>();
    private final Map<String, Long> suppressedByRule = new TreeMap<>();
    private final Map<Rule, long[]> occurrences = new LinkedHashMap<>();
    private final Sites sites;
    private final Filters filters;
    private final FindingListener listener;
    private RuleSettings settings;
    private ConnectionEndListener ends = ConnectionEndListener.NONE;
    private long dropped;

    public Ledger(Sites sites, Filters filters, RuleSettings settings, FindingListener listener) {
        this.sites = sites;
        this.filters = filters;
        this.settings = settings;
        this.listener = listener;
        sites.usedBy(new SiteUse(findings.values()));
    }

    public RuleSettings settings() {
        return settings;
    }

    /** Replaces the rules' settings while running. */
    public void settings(RuleSettings settings) {
        this.settings = settings;
    }

    /** Told of each connection that ends from now on. */
    public void endsTo(ConnectionEndListener listener) {
        ends = listener;
    }

    /** A connection was closed, and is judged. */
    public void ended(Subject s, Step closed, Verdict verdict) {
        if (!ends.isListening() || !shows(s.connection())) return;
        ends.ended(EndedConnection.of(s, closed, verdict, siteOf(s.connection())));
    }

    /**
     * Records an occurrence.
     *
     * @param millis wall clock
     * @return the group it fell into, or null where the user does not want it or the ledger is full
     */
    public @Nullable Finding record(Connection connection, Rule.Hit hit, long millis) {
        Told told = tell(connection, hit, millis);
        return told == null ? null : told.finding();
    }

    /** As {@link #record}, for a connection of which more may become known. */
    public @Nullable Told tell(Connection connection, Rule.Hit hit, long millis) {
        Site opened = siteOf(connection);
        if (!isWanted(hit, Endpoints.selectable(connection, opened), millis)) return null;
        return add(occurrence(connection, hit), hit.rule(), Endpoints.nameOf(connection), millis);
    }

    private Occurrence occurrence(Connection connection, Rule.Hit hit) {
        Site opened = hit.rule().blamesOpener() ? siteOf(connection) : Site.NONE;
        return Occurrence.of(connection, hit, settings.severity(hit), opened, sites.of(hit.offendingTrace()));
    }

    /** Records an occurrence of a socket that has no life line. */
    public @Nullable Finding record(Selectable socket, @Nullable String endpoint, Rule.Hit hit, long millis) {
        if (!isWanted(hit, socket, millis)) return null;
        Occurrence occurrence = Occurrence.of(null, hit, settings.severity(hit), Site.NONE, Site.NONE);
        Told told = add(occurrence, hit.rule(), endpoint, millis);
        return told == null ? null : told.finding();
    }

    private boolean isWanted(Rule.Hit hit, Selectable selectable, long millis) {
        if (settings.isOff(hit.rule()) || !filters.shows(selectable)) return false;
        boolean suppressed = isSuppressed(hit.rule(), selectable, millis);
        if (suppressed) suppressedByRule.merge(hit.rule().id(), 1L, Long::sum);
        return !suppressed;
    }

    /** Whether findings of that rule are not wanted of this connection; what other rules say of it is another matter. */
    public boolean isSilent(Rule rule, Connection connection, long millis) {
        if (settings.isOff(rule)) return true;
        // Without any, no call site is resolved for the question.
        return filters.suppressesAny()
                && isSuppressed(rule, Endpoints.selectable(connection, siteOf(connection)), millis);
    }

    private boolean isSuppressed(Rule rule, Selectable selectable, long millis) {
        if (!filters.suppressesAny()) return false;
        LocalDate today = Instant.ofEpochMilli(millis).atZone(LocalZone.get()).toLocalDate();
        return filters.suppresses(rule.id(), selectable, today);
    }

    private @Nullable Told add(Occurrence occurrence, Rule rule, @Nullable String endpoint, long millis) {
        Severity severity = occurrence.severity();
        occurrences.computeIfAbsent(rule, r -> new long[Severity.values().length])[severity.ordinal()]++;
        Finding.Key key = new Finding.Key(
                rule, occurrence.opened().identity(), occurrence.offending().identity(), endpoint);
        Finding finding = findings.get(key);
        boolean first = finding == null;
        if (finding == null) {
            if (findings.size() >= MAX_FINDINGS) {
                dropped++;
                return null;
            }
            finding = new Finding(key, occurrence, millis);
            findings.put(key, finding);
        }
        finding.occurred(occurrence, millis);
        Severity was = finding.rises(occurrence);
        News news = first ? News.FIRST : was == null ? News.MORE : News.WORSE;
        listener.found(finding, occurrence, news, was, millis);
        return new Told(finding, occurrence);
    }

    /** An active occurrence goes on: its words and perhaps its severity change. It is counted no second time. */
    public void goesOn(Finding finding, Connection connection, Rule.Hit hit, long millis) {
        Occurrence now = occurrence(connection, hit);
        Occurrence before = finding.goesOn(connection, now);
        if (before != null) tellRise(finding, before, now, millis);
    }

    /** An occurrence that was told of has turned out to be worse. It is counted no second time. */
    public Told worsened(Told told, Connection connection, Rule.Hit hit, long millis) {
        Occurrence before = told.occurrence();
        Occurrence now = occurrence(connection, hit);
        if (!now.severity().atLeast(before.severity()) || now.severity() == before.severity()) return told;
        if (told.finding().goesOn(connection, now) == null) told.finding().worsened(before, now);
        tellRise(told.finding(), before, now, millis);
        return new Told(told.finding(), now);
    }

    private void tellRise(Finding finding, Occurrence before, Occurrence now, long millis) {
        if (before.severity().atLeast(now.severity())) return;
        Severity was = finding.rises(now);
        if (was != null) listener.found(finding, now, News.WORSE, was, millis);
        else listener.found(finding, now, News.FOLLOWS, before.severity(), millis);
    }

    /** The call site that opened a connection, resolved and interned at the first question. */
    public Site siteOf(Connection connection) {
        Object trace = connection.openedTrace;
        if (trace == null) return Site.NONE;
        Site site = sites.of(trace);
        connection.openedTrace = site;
        return site;
    }

    public boolean expectsHalfClose(Connection connection) {
        return filters.expectsHalfClose(Endpoints.selectable(connection, siteOf(connection)));
    }

    public boolean shows(Connection connection) {
        return filters.shows(Endpoints.selectable(connection, siteOf(connection)));
    }

    public Sites sites() {
        return sites;
    }

    public Collection<Finding> findings() {
        return findings.values();
    }

    /** How often it occurred, counted at the severity that each occurrence had at first; also those that found no room. */
    public long occurred(Rule rule, Severity severity) {
        long[] counts = occurrences.get(rule);
        return counts == null ? 0 : counts[severity.ordinal()];
    }

    /** Occurrences that a suppression swallowed, by rule id. */
    public Map<String, Long> suppressedByRule() {
        return suppressedByRule;
    }

    /** Findings that found no room. */
    public long dropped() {
        return dropped;
    }
}
