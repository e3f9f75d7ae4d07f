package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.JdkResends;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.Subject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes into an unread FIN, said when they began: the peer's RST makes each a loss, its silence a legal half-close. A RST
 * takes one round trip.
 */
final class PendingWrites {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final Ledger ledger;
    private final Kernel kernel;
    private final long patience;
    private final List<Connection> pending = new ArrayList<>();

    /** @param intervalNanos the kernel's word on a RST comes a probe after it, and is taken in one later */
    PendingWrites(Ledger ledger, Kernel kernel, long intervalNanos) {
        this.ledger = ledger;
        this.kernel = kernel;
        this.patience = Math.max(PATIENCE, 3 * intervalNanos);
    }

    void began(Connection c, Finding finding, Step write) {
        Watch watch = Watch.of(c);
        watch.pendingWrite = finding;
        watch.pendingNanos = write.nanos;
        watch.resent = JdkResends.isIt(write);
        finding.activated(c);
        pending.add(c);
    }

    /** Looks whether this step decides. */
    void step(Subject s, Step step, long millis) {
        Watch watch = Watch.peek(s.connection());
        if (watch == null || watch.pendingWrite == null) return;
        switch (step.event) {
            case RESET, BROKEN_PIPE, PEER_RESET -> lost(s, watch, millis);
            case CLOSED, PRE_CLOSED -> closed(s, watch, millis);
            default -> {
                // says nothing of the peer's answer
            }
        }
    }

    /** The kernel was asked just before: a RST that comes later than that is nobody's to see. */
    private void closed(Subject s, Watch watch, long millis) {
        if (s.has(Connection.RST_AT_CLOSE)) lost(s, watch, millis);
        else legal(s.connection(), watch);
    }

    /** Once a pass. */
    void pass(long now, long millis) {
        for (Iterator<Connection> i = pending.iterator(); i.hasNext(); ) {
            Connection c = i.next();
            Watch watch = Watch.of(c);
            if (watch.pendingWrite != null && now - watch.pendingNanos >= patience) decide(c, watch, now, millis);
            if (watch.pendingWrite == null) i.remove();
        }
    }

    /** The wait is over: legal is what the kernel says, and not what nobody has asked for. */
    private void decide(Connection c, Watch watch, long now, long millis) {
        if (Arrival.of(c, kernel) == Arrival.RESET) lost(new Subject(c, now), watch, millis);
        else legal(c, watch);
    }

    private void lost(Subject s, Watch watch, long millis) {
        Finding finding = watch.pendingWrite;
        watch.pendingWrite = null;
        if (finding == null) return;
        Connection c = s.connection();
        Step write = s.step(SocketEvent.WRITE_AFTER_FIN);
        ledger.goesOn(finding, c, RuleCatalog.writeAfterFin().unnoticed(s, write, watch.resent), millis);
        finding.resolved(c);
    }

    private static void legal(Connection c, Watch watch) {
        Finding finding = watch.pendingWrite;
        watch.pendingWrite = null;
        if (finding == null) return;
        finding.retracted(c);
    }
}
