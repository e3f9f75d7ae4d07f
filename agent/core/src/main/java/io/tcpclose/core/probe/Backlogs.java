package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.TcpRow;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.Subject;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait to be accepted. They have no descriptor yet: a row in CLOSE_WAIT with inode 0 on a listener's port is a
 * peer that gave up waiting (inet_csk_accept has not given it a file). The accept queue is in rx_queue of the row in LISTEN.
 */
final class Backlogs implements TableReader {
    private static final int STATE_LISTEN = 10;

    /** One listener, as the kernel's tables show it. */
    static final class Backlog {
        /** Connections that wait to be accepted; -1 not known. */
        int acceptQueue = -1;
        /** Those of them whose peer has gone. */
        int closeWait = -1;

        private int readableFor;
        private int queueNow;
        private int closeWaitNow;
        private long since;
        private @Nullable Finding active;
    }

    private final Ledger ledger;
    private final Kernel kernel;
    private final Map<Connection, Backlog> listeners = new HashMap<>();
    private boolean wanted;

    Backlogs(Ledger ledger, Kernel kernel) {
        this.ledger = ledger;
        this.kernel = kernel;
    }

    /** A listener is readable while somebody waits to be accepted; twice in a row nobody takes him in. */
    @Override
    public boolean wants(long now) {
        wanted = false;
        listeners.entrySet().removeIf(listener -> isGone(listener.getKey(), listener.getValue()));
        ConnectionTable.forEach(c -> {
            if (c.role == Role.LISTENER) look(listeners.computeIfAbsent(c, k -> new Backlog()), kernel.ready(c));
        });
        return wanted;
    }

    /** What waited at it was reset by its close. */
    private static boolean isGone(Connection listener, Backlog backlog) {
        if (ConnectionTable.holds(listener)) return false;
        over(listener, backlog);
        return true;
    }

    private void look(Backlog backlog, int ready) {
        boolean waits = ready < 0 || (ready & KernelCalls.POLLIN) != 0;
        backlog.readableFor = waits ? backlog.readableFor + 1 : 0;
        wanted |= backlog.readableFor > 1 || backlog.active != null;
    }

    @Override
    public void begin(long now) {
        for (Backlog backlog : listeners.values()) {
            backlog.queueNow = 0;
            backlog.closeWaitNow = 0;
        }
    }

    @Override
    public void row(TcpRow row) {
        boolean closeWait = row.state() == KernelCalls.CLOSE_WAIT && row.inode() == 0;
        if (!closeWait && row.state() != STATE_LISTEN) return;
        listeners.forEach((c, backlog) -> {
            if (c.localPort() != row.localPort() || !isAt(c, row)) return;
            if (closeWait) backlog.closeWaitNow++;
            else backlog.queueNow += (int) row.rxQueue();
        });
    }

    /** A listener on any address owns what comes to its port. */
    private static boolean isAt(Connection listener, TcpRow row) {
        InetAddress address = listener.localAddress();
        return address == null || address.isAnyLocalAddress() || row.isLocal(address);
    }

    @Override
    public void end(long now, long millis) {
        listeners.forEach((c, backlog) -> {
            backlog.acceptQueue = backlog.queueNow;
            backlog.closeWait = backlog.closeWaitNow;
            if (backlog.closeWait > 0) waiting(c, backlog, now, millis);
            else over(c, backlog);
        });
    }

    private void waiting(Connection listener, Backlog backlog, long now, long millis) {
        if (backlog.since == 0) backlog.since = now;
        long held = now - backlog.since;
        if (held == 0 || held < ledger.settings().after(RuleCatalog.backlogCloseWait())) return;
        String message = backlog.closeWait + " of " + backlog.acceptQueue
                + " connections that wait for accept() have the peer's FIN already, and its owner has most likely given up:"
                + " CLOSE_WAIT in the backlog for " + Subject.duration(held) + ".";
        Finding active = backlog.active;
        if (active != null) {
            ledger.goesOn(active, listener, RuleCatalog.backlogCloseWait().hit(message), millis);
            return;
        }
        backlog.active = ledger.record(listener, RuleCatalog.backlogCloseWait().hit(message), millis);
        if (backlog.active != null) backlog.active.activated(listener);
    }

    private static void over(Connection listener, Backlog backlog) {
        backlog.since = 0;
        if (backlog.active != null) backlog.active.resolved(listener);
        backlog.active = null;
    }

    /** Null for a listener that has not been looked at. */
    @Nullable
    Backlog of(Connection listener) {
        return listeners.get(listener);
    }
}
