package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Puts right what a dropped event or a failed step has left behind: a finding that is active on a connection that is
 * gone. Two passes in a row must find it so, since the end of one that has just gone is still in the inbox. For the
 * agent's thread.
 */
final class Reconciliation {
    private record Lost(Finding finding, Connection connection) {}

    private final Ledger ledger;
    private Set<Connection> gone = Set.of();

    Reconciliation(Ledger ledger) {
        this.ledger = ledger;
    }

    void pass() {
        Set<Connection> now = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Lost> lost = new ArrayList<>();
        for (Finding finding : ledger.findings()) {
            finding.forEachActive(c -> {
                if (!isGone(c, finding)) return;
                if (gone.contains(c)) lost.add(new Lost(finding, c));
                else now.add(c);
            });
        }
        for (Lost each : lost) resolve(each.finding, each.connection);
        gone = now;
    }

    /** What speaks of a listening port goes by the kernel's table, and outlives each of its listeners. */
    private static boolean isGone(Connection c, Finding finding) {
        if (ConnectionTable.holds(c) && !c.has(Connection.PRE_CLOSED)) return false;
        Watch watch = Watch.peek(c);
        return !(c instanceof ListeningSocket) || (watch != null && watch.active == finding);
    }

    private static void resolve(Finding finding, Connection c) {
        Watch watch = Watch.of(c);
        if (watch.pendingWrite == finding) watch.pendingWrite = null;
        if (watch.active == finding) watch.end(c, false);
        finding.resolved(c);
    }
}
