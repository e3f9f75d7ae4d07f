package io.tcpclose.core.rule;

import java.time.Duration;
import java.util.Map;

/**
 * What the user set for the rules: thresholds, and a severity that replaces whatever a rule would say, or {@code off}.
 *
 * @param severities by rule id: {@code off}, {@code info}, {@code warn} or {@code error}
 * @param thresholds by rule id
 */
public record RuleSettings(Map<String, String> severities, Map<String, Duration> thresholds) {
    public static final RuleSettings DEFAULT = new RuleSettings(Map.of(), Map.of());

    public boolean isOff(Rule rule) {
        return "off".equals(severities.get(rule.id()));
    }

    public Severity severity(Rule.Hit hit) {
        String set = severities.get(hit.rule().id());
        Severity severity = set == null ? null : Severity.of(set);
        return severity == null ? hit.severity() : severity;
    }

    /** Nanoseconds; 0 for a rule without a time. */
    public long after(Rule rule) {
        Duration after = thresholds.getOrDefault(rule.id(), rule.after());
        return after == null ? 0 : after.toNanos();
    }
}
