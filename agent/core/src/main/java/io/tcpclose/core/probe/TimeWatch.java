package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.rule.TimeRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time rules at work on one connection: two probes in a row must find it overdue, and at most one rule is active, the first
 * that holds and has a say here. That a rule holds and that its finding stands are two things: one that is off or suppressed still
 * decides whether a half-close was legal, and hides none behind it.
 */
final class TimeWatch {
    /** Asking a thread what it does stops it for a moment: only for the first occurrences of a finding. */
    private static final int ASKED_THREADS = 2;

    private final Ledger ledger;
    private final Traces traces;

    TimeWatch(Ledger ledger, Traces traces) {
        this.ledger = ledger;
        this.traces = traces;
    }

    /** @param millis wall clock */
    void look(Subject s, long millis) {
        Watch watch = Watch.peek(s.connection());
        if (watch == null && isPlainlyOpen(s)) return;
        TimeRule silent = null;
        TimeRule speaks = null;
        for (TimeRule rule : rules(s)) {
            if (rule.heldSince(s) == TimeRule.NOT_HELD) continue;
            if (!ledger.isSilent(rule, s.connection(), millis)) {
                speaks = rule;
                break;
            }
            if (silent == null) silent = rule;
        }
        if (watch != null) leave(s, watch, speaks);
        if (watch != null || silent != null) silence(s, Watch.of(s.connection()).silence, silent, millis);
        if (speaks != null) stay(s, Watch.of(s.connection()), speaks, millis);
    }

    private static List<TimeRule> rules(Subject s) {
        return s.listener() == null ? RuleCatalog.timeRules() : RuleCatalog.listenerTimeRules();
    }

    private static boolean isPlainlyOpen(Subject s) {
        ListeningSocket listener = s.listener();
        if (listener != null) return listener.isListening() && s.descriptor() == Descriptor.OPEN;
        return s.inbound() == Inbound.OPEN && s.outbound() == Outbound.OPEN && s.descriptor() == Descriptor.OPEN;
    }

    /** Found twice in a row as another would be, and counted once where it is suppressed. */
    private void silence(Subject s, Watch.Silence silence, @Nullable TimeRule rule, long millis) {
        Connection c = s.connection();
        if (silence.rule != rule) silence.begin(rule);
        if (rule == null) return;
        long held = s.now() - rule.heldSince(s);
        long after = ledger.settings().after(rule);
        boolean overdue = held >= after;
        if (!overdue) silence.begin(rule);
        else if (silence.overdue && !silence.stands && !ledger.expectsHalfClose(c)) {
            silence.stands(c);
            ledger.record(c, rule.hit(s, held, after), millis);
        }
        silence.overdue = overdue;
    }

    /** Ends what no longer holds. */
    private void leave(Subject s, Watch watch, @Nullable TimeRule rule) {
        if (rule == null) watch.candidate = null;
        if (watch.fired == null || watch.fired == rule) return;
        if (watch.fired instanceof TimeRule fired) {
            watch.end(
                    s.connection(), fired.endsLegally() && !s.has(Connection.DEAD) && watch.movedSince(s.connection()));
        } else if (watch.movedSince(s.connection()) || rule != null) {
            watch.end(s.connection(), false);
        }
    }

    private void stay(Subject s, Watch watch, TimeRule rule, long millis) {
        boolean agreed = watch.candidate == rule;
        long since = rule.heldSince(s);
        long held = s.now() - since;
        boolean overdue = held >= ledger.settings().patience(rule, s, since);
        watch.candidate = overdue ? rule : null;
        if (watch.fired == rule) goOn(s, watch, rule, held, overdue, millis);
        else if (agreed && overdue && !ledger.expectsHalfClose(s.connection()))
            fire(s, watch, rule, hit(s, rule, held), millis);
    }

    private void goOn(Subject s, Watch watch, TimeRule rule, long held, boolean overdue, long millis) {
        Finding active = watch.active;
        if (!overdue) watch.end(s.connection(), rule.endsLegally());
        else if (active != null) ledger.goesOn(active, s.connection(), hit(s, rule, held), millis);
    }

    /** A severity grows by the threshold of the rule, however short the agent's own time is. */
    private Rule.Hit hit(Subject s, TimeRule rule, long held) {
        Rule.Hit hit = rule.seen(s, held, ledger.settings().after(rule));
        return s.kernel().finOlder ? hit.fromBefore() : hit;
    }

    private void fire(Subject s, Watch watch, TimeRule rule, Rule.Hit hit, long millis) {
        Connection c = s.connection();
        Finding finding = ledger.record(c, hit, millis);
        watch.fire(c, rule, finding);
        if (finding != null && finding.count() <= ASKED_THREADS) watch.nowIn = traces.nowIn(c);
    }
}
