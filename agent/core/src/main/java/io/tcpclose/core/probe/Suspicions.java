package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.rule.TlsLeftover;
import org.jspecify.annotations.Nullable;

/**
 * Connections that give a reason for more questions: whose peer does not answer, whose bytes nobody reads, whose FIN went out
 * without a call. A system call each, so an idle connection without a reason is asked by turns. For the agent's thread.
 */
final class Suspicions {
    /** An idle connection is asked for its state of TCP once in so many passes. */
    private static final int TURNS = 6;

    private static final int SMALL_TLS_RECORD = 48;

    private final Kernel kernel;
    private long pass;

    Suspicions(Kernel kernel) {
        this.kernel = kernel;
    }

    void beginPass() {
        pass++;
    }

    void look(Connection c, boolean idle, long now) {
        if (c.has(Connection.DEAD)) return;
        if (c.has(Connection.INPUT_SHUT)) inputShut(c, now);
        if (isNeverRead(c)) waiting(c, now);
        KernelView view = KernelView.of(c);
        boolean turn = idle && (c.id + pass) % TURNS == 0;
        if (turn || (view != null && view.isSuspicious())) state(c, view, now);
    }

    private static boolean isNeverRead(Connection c) {
        return c.role == Role.SERVER && c.bytesRead() == 0 && !c.has(Connection.EOF_READ | Connection.ADOPTED);
    }

    private void waiting(Connection c, long now) {
        int unread = kernel.unread(c);
        KernelView view = KernelView.of(c);
        if (unread <= 0 && view == null) return;
        if (view == null) view = Watch.of(c).viewForUpdate();
        view.unread = unread;
        if (unread <= 0) view.waitingNanos = 0;
        else if (view.waitingNanos == 0) view.waitingNanos = now;
    }

    private void state(Connection c, @Nullable KernelView known, long now) {
        int info = kernel.info(c);
        if (info == 0 || (info == KernelCalls.ESTABLISHED && known == null)) return;
        KernelView view = Watch.of(c).viewForUpdate();
        view.answers(info, now);
        int state = KernelView.state(info);
        boolean finWait = state == KernelCalls.FIN_WAIT_1 || state == KernelCalls.FIN_WAIT_2;
        view.foreignFinSeen = finWait && !isOwnFin(c) ? view.foreignFinSeen + 1 : 0;
        if (view.foreignFinSeen >= 2 && c.set(Connection.FOREIGN_SHUT))
            Tracing.observed(c, SocketEvent.FOREIGN_SHUTDOWN, now, 0);
    }

    private static boolean isOwnFin(Connection c) {
        return c.has(Connection.OUTPUT_SHUT | Connection.CLOSING | Connection.ADOPTED);
    }

    /** Twice in a row: a read that began before own shutdownInput may still take what is there. */
    private void inputShut(Connection c, long now) {
        int unread = kernel.unread(c);
        long since = unread - before(c);
        // One record of TLS says too little to tell what it is.
        boolean lost = since > (c.has(Connection.TLS) ? SMALL_TLS_RECORD : 0)
                && !TlsLeftover.isItsOwn(c, since)
                && !TlsLeftover.mayBeTickets(c, since);
        KernelView view = KernelView.of(c);
        if (!lost && view == null) return;
        if (view == null) view = Watch.of(c).viewForUpdate();
        view.unread = unread;
        view.lostInputSeen = lost ? view.lostInputSeen + 1 : 0;
        if (view.lostInputSeen == 2) Tracing.observed(c, SocketEvent.DATA_AFTER_SHUTDOWN, now, unread);
    }

    /** What was unread already when shutdownInput was called has not come after it. */
    private static long before(Connection c) {
        for (Step s = c.newestStep(); s != null; s = s.older()) {
            if (s.event == SocketEvent.SHUTDOWN_INPUT) return Math.max(0, s.detail);
        }
        return 0;
    }
}
