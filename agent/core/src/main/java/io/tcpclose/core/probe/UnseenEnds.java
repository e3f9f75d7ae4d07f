package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.core.ledger.CloseKind;
import io.tcpclose.core.ledger.Totals;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Ends of connections that found no room in the inbox, as numbers: so the sums stay right. Application threads add
 * and never wait.
 */
final class UnseenEnds {
    private static final Role[] ROLES = Role.values();
    private static final Kind[] KINDS = Kind.values();
    private static final CloseKind[] HOWS = CloseKind.values();

    private final AtomicLongArray counts = new AtomicLongArray(ROLES.length * KINDS.length * HOWS.length);
    private final AtomicInteger watched = new AtomicInteger();

    void add(Connection c) {
        if (c.clear(Connection.WATCHED)) watched.incrementAndGet();
        int group = c.role.ordinal() * KINDS.length + c.kind.ordinal();
        counts.incrementAndGet(group * HOWS.length + CloseKind.of(c).ordinal());
    }

    /** How many of them the FIN watcher had, since this was asked last. */
    int takeWatched() {
        return watched.get() == 0 ? 0 : watched.getAndSet(0);
    }

    /** For the agent's thread. */
    void moveTo(Totals totals) {
        for (int i = 0; i < counts.length(); i++) {
            long n = counts.get(i) == 0 ? 0 : counts.getAndSet(i, 0);
            int group = i / HOWS.length;
            if (n > 0)
                totals.endedUnseen(ROLES[group / KINDS.length], KINDS[group % KINDS.length], HOWS[i % HOWS.length], n);
        }
    }
}
