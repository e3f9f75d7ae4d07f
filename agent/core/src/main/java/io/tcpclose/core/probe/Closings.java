package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.ConnectFailure;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.ledger.OwnErrors;
import io.tcpclose.core.ledger.Totals;
import io.tcpclose.core.ledger.Verdict;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.site.Site;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a connection: the verdict, the sums, what a report may still want of it. */
final class Closings {
    private static final int MAX_KEPT = 20_000;

    private final Ledger ledger;
    private final Totals totals;
    private final Traces traces;
    private final GroupWindows groups;
    private final OwnErrors errors;
    private final boolean keep;
    private final List<Connection> kept = new ArrayList<>();

    /** @param keep for the agent's own tests: closed connections stay in the report */
    Closings(Ledger ledger, Totals totals, Traces traces, GroupWindows groups, OwnErrors errors, boolean keep) {
        this.ledger = ledger;
        this.totals = totals;
        this.traces = traces;
        this.groups = groups;
        this.errors = errors;
        this.keep = keep;
    }

    /** After the rules have looked at it. Whatever fails, it is counted as closed. */
    void closed(Subject s, Step step) {
        Connection c = s.connection();
        Watch watch = Watch.peek(c);
        Verdict verdict = Verdict.of(s, watch != null && watch.isAccused(c));
        if (watch != null && watch.fired != null)
            errors.run("ending a finding", () -> watch.end(c, verdict == Verdict.LEGAL));
        if (s.inbound() == Inbound.CONNECTING && c.role == Role.CLIENT) totals.connectFailed(c, ConnectFailure.OTHER);
        errors.run("naming who opened a connection", () -> settle(c, step, watch));
        errors.run("looking at short connections", () -> groups.closed(s, step));
        totals.closed(s, step, verdict);
        errors.run("telling an end", () -> ledger.ended(s, step, verdict));
    }

    private void settle(Connection c, Step step, @Nullable Watch watch) {
        if (keep && kept.size() < MAX_KEPT) kept.add(c);
        if (traces.settleClosed(c, step, keep || (watch != null && watch.found))) countSite(c);
        else totals.unsited();
    }

    private void countSite(Connection c) {
        Site site = ledger.siteOf(c);
        if (site != Site.NONE) site.closed++;
        else totals.unsited();
    }

    List<Connection> kept() {
        return kept;
    }
}
