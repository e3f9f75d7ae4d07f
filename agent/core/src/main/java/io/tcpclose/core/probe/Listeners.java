package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.OlderSockets;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.StepRule;
import io.tcpclose.core.rule.Subject;

/** Listening descriptors, looked at once a pass and at their end: the rules that judge them, and no sum of connections. */
final class Listeners {
    private static final int STATE_LISTEN = 10;

    private final Ledger ledger;
    private final Traces traces;
    private final TimeWatch timeRules;
    private final Kernel kernel;

    Listeners(Ledger ledger, Traces traces, TimeWatch timeRules, Kernel kernel) {
        this.ledger = ledger;
        this.traces = traces;
        this.timeRules = timeRules;
        this.kernel = kernel;
    }

    /** @param millis wall clock */
    void look(ListeningSocket listener, long now, long millis) {
        traces.settle(listener);
        listener.set(Connection.NOTE_USE);
        if (listener.has(Connection.PRE_CLOSED)) return;
        if (!listener.isListening()) askKernel(listener);
        Subject s = new Subject(listener, now);
        timeRules.look(s, millis);
        if (OlderSockets.isOwnerless(listener)) Engine.ownerless(s);
    }

    /** It may have been bound where no hook is. */
    private void askKernel(ListeningSocket listener) {
        if (KernelView.state(kernel.info(listener)) == STATE_LISTEN) listener.foundListening();
    }

    void step(Subject s, Step step, long millis) {
        StepRule rule = RuleCatalog.collectedWithoutClose();
        Rule.Hit hit = ledger.settings().isOff(rule) ? null : rule.examine(s, step, 0);
        if (hit != null) record(s, step, hit, millis);
        if (step.event == SocketEvent.CLOSED || step.event == SocketEvent.PRE_CLOSED) ended(s, step);
    }

    private void record(Subject s, Step step, Rule.Hit hit, long millis) {
        Finding finding = ledger.record(s.connection(), hit, millis);
        if (finding == null) return;
        Watch.of(s.connection()).found = true;
        if (step.event == SocketEvent.COLLECTED) finding.activated(s.connection());
    }

    private void ended(Subject s, Step step) {
        Watch watch = Watch.peek(s.connection());
        if (watch != null && watch.fired != null) watch.end(s.connection(), false);
        traces.settleClosed(s.connection(), step, watch != null && watch.found);
    }
}
