package io.tcpclose.core.rule;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user set for the rules: thresholds, and a severity that replaces whatever a rule would say, or {@code off}.
 *
 * @param severities by rule id: {@code off}, {@code info}, {@code warn} or {@code error}
 * @param thresholds by rule id
 * @param older for an agent that comes for one report: how long a state from before it must be held at the most; null no limit
 */
public record RuleSettings(
        Map<String, String> severities,
        Map<String, Duration> thresholds,
        @Nullable Duration older) {
    public static final RuleSettings DEFAULT = new RuleSettings(Map.of(), Map.of());

    public RuleSettings(Map<String, String> severities, Map<String, Duration> thresholds) {
        this(severities, thresholds, null);
    }

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

    /**
     * How long this connection may be in the state of a rule. What it was in already when the agent came is not made to wait for a
     * threshold that the agent has no time for, unless the user has set it; a state that began under the agent's eyes is.
     *
     * @param since of {@link TimeRule#heldSince}
     */
    public long patience(Rule rule, Subject s, long since) {
        long after = after(rule);
        boolean fromBefore = s.kernel().finOlder && since - s.connection().openedNanos <= 0;
        if (older == null || !fromBefore || thresholds.containsKey(rule.id())) return after;
        return Math.min(after, older.toNanos());
    }
}
