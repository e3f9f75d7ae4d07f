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
import org.jspecify.annotations.Nullable;

/** The time rules at work on one connection: two probes in a row must find it overdue, and at most one rule is active. */
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
        TimeRule rule = ruleFor(s);
        if (watch != null) leave(s, watch, rule);
        if (rule != null) stay(s, Watch.of(s.connection()), rule, millis);
    }

    private static boolean isPlainlyOpen(Subject s) {
        ListeningSocket listener = s.listener();
        if (listener != null) return listener.isListening() && s.descriptor() == Descriptor.OPEN;
        return s.inbound() == Inbound.OPEN && s.outbound() == Outbound.OPEN && s.descriptor() == Descriptor.OPEN;
    }

    private static @Nullable TimeRule ruleFor(Subject s) {
        boolean listens = s.listener() != null;
        for (TimeRule rule : listens ? RuleCatalog.listenerTimeRules() : RuleCatalog.timeRules()) {
            if (rule.heldSince(s) != TimeRule.NOT_HELD) return rule;
        }
        return null;
    }

    /** Ends what no longer holds. */
    private void leave(Subject s, Watch watch, @Nullable TimeRule rule) {
        if (rule == null) watch.candidate = null;
        if (watch.fired == null || watch.fired == rule) return;
        if (watch.fired instanceof TimeRule fired) {
            watch.end(fired.endsLegally() && !s.has(Connection.DEAD) && watch.movedSince(s.connection()));
        } else if (watch.movedSince(s.connection()) || rule != null) {
            watch.end(false);
        }
    }

    private void stay(Subject s, Watch watch, TimeRule rule, long millis) {
        boolean agreed = watch.candidate == rule;
        long held = s.now() - rule.heldSince(s);
        long after = ledger.settings().after(rule);
        watch.candidate = held >= after ? rule : null;
        if (watch.fired == rule) goOn(s, watch, rule, held, millis);
        else if (agreed && held >= after && !ledger.expectsHalfClose(s.connection()))
            fire(s, watch, rule, rule.hit(s, held, after), millis);
    }

    private void goOn(Subject s, Watch watch, TimeRule rule, long held, long millis) {
        Finding active = watch.active;
        long after = ledger.settings().after(rule);
        if (held < after) watch.end(rule.endsLegally());
        else if (active != null) ledger.goesOn(active, rule.hit(s, held, after), millis);
    }

    private void fire(Subject s, Watch watch, TimeRule rule, Rule.Hit hit, long millis) {
        Connection c = s.connection();
        Finding finding = ledger.record(c, hit, millis);
        watch.fire(c, rule, finding);
        if (finding != null && finding.count() <= ASKED_THREADS) watch.nowIn = traces.nowIn(c);
    }
}
