package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.filter.Selectable;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.site.Site;
import io.tcpclose.core.site.Sites;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
        Site opened = siteOf(connection);
        if (!isWanted(hit, Endpoints.selectable(connection, opened), millis)) return null;
        Site blamed = hit.rule().blamesOpener() ? opened : Site.NONE;
        return record(hit, blamed, Endpoints.nameOf(connection), connection, millis);
    }

    /** Records an occurrence of a socket that has no life line. */
    public @Nullable Finding record(Selectable socket, @Nullable String endpoint, Rule.Hit hit, long millis) {
        if (!isWanted(hit, socket, millis)) return null;
        return record(hit, Site.NONE, endpoint, null, millis);
    }

    private boolean isWanted(Rule.Hit hit, Selectable selectable, long millis) {
        if (settings.isOff(hit.rule()) || !filters.shows(selectable)) return false;
        String rule = hit.rule().id();
        LocalDate today =
                Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()).toLocalDate();
        boolean suppressed = filters.suppresses(rule, selectable, today);
        if (suppressed) suppressedByRule.merge(rule, 1L, Long::sum);
        return !suppressed;
    }

    private @Nullable Finding record(
            Rule.Hit hit, Site opened, @Nullable String endpoint, @Nullable Connection connection, long millis) {
        Severity severity = settings.severity(hit);
        Site offending = sites.of(hit.offendingTrace());
        Finding.Key key = new Finding.Key(hit.rule(), opened.identity(), offending.identity(), endpoint);
        occurrences.computeIfAbsent(key.rule(), r -> new long[Severity.values().length])[severity.ordinal()]++;
        Finding finding = findings.get(key);
        boolean first = finding == null;
        if (finding == null) {
            if (findings.size() >= MAX_FINDINGS) {
                dropped++;
                return null;
            }
            finding = new Finding(hit, opened, offending, endpoint, severity, connection, millis);
            findings.put(key, finding);
        }
        finding.occurred(hit, severity, connection, millis);
        listener.found(finding, first, millis);
        return finding;
    }

    /** An active finding goes on: its words and perhaps its severity change. */
    public void goesOn(Finding finding, Rule.Hit hit, long millis) {
        Severity before = finding.severity();
        finding.describe(hit, settings.severity(hit));
        if (finding.severity() != before) listener.found(finding, true, millis);
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
