package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.kernel.FinHint;
import io.tcpclose.core.kernel.FinSource;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Which FINs and resets have come that nobody has read: told by the watcher and confirmed here, or found by polling idle
 * connections where there is no watcher. For the agent's thread.
 */
final class KernelEvidence {
    /** The application knows of the end, or is ending it itself. */
    private static final int KNOWN_TO_IT =
            Connection.EOF_READ | Connection.DEAD | Connection.TIMED_OUT | Connection.CLOSING | Connection.PRE_CLOSED;

    /** It was written to after the peer's end: a RST may answer, and end-of-file hides it from the application. */
    private static final int WROTE_AFTER_END = Connection.WROTE_AFTER_EOF | Connection.WROTE_AFTER_FIN;

    private final Kernel kernel;
    private final long intervalNanos;
    private final Suspicions suspicions;
    private final PendingConnects pending;
    private FinSource fins = FinSource.NONE;
    private Consumer<Connection> undecided = c -> {};
    private long spurious;
    private boolean last;

    /** @param intervalNanos how long a connection rests before it is watched */
    KernelEvidence(Kernel kernel, long intervalNanos) {
        this.kernel = kernel;
        this.intervalNanos = intervalNanos;
        this.suspicions = new Suspicions(kernel);
        this.pending = new PendingConnects(kernel, intervalNanos);
    }

    void closedUnseen(int watched) {
        if (watched > 0) fins.closedUnseen(watched);
    }

    void fins(FinSource fins) {
        this.fins = fins;
    }

    /** @param undecided told of adopted connections that have a FIN: only the kernel's queue knows whether it was read */
    void undecided(Consumer<Connection> undecided) {
        this.undecided = undecided;
    }

    /** The next look is the last one: each connection is asked, and none is watched any more. */
    void last() {
        last = true;
    }

    /** At the beginning of a pass: what the watcher has been told since the last one. */
    void begin() {
        suspicions.beginPass();
        Deque<FinHint> oldestFirst = new ArrayDeque<>();
        for (FinHint hint = fins.drain(); hint != null; hint = hint.next()) oldestFirst.push(hint);
        oldestFirst.forEach(hint -> confirm(hint.connection, hint.nanos));
    }

    /** Once a pass for each open connection. @param moved whether a byte has moved since the last one */
    void look(Connection c, boolean moved, long now) {
        if (c.has(Connection.CLOSING | Connection.PRE_CLOSED)) return;
        if (!c.has(Connection.CONNECTED)) {
            pending.look(c, now);
            return;
        }
        boolean idle = !moved && now - c.lastMoveNanos >= intervalNanos;
        if (last) confirm(c, now);
        else watch(c, moved, idle, now);
        if (c.has(WROTE_AFTER_END) && c.has(Connection.EOF_READ)) answer(c, now);
        suspicions.look(c, idle, now);
    }

    private void watch(Connection c, boolean moved, boolean idle, long now) {
        if (moved && c.has(Connection.WATCHED)) fins.release(c);
        if (idle && !c.isReading()) rest(c, now);
        if (hasFin(c) || c.has(Connection.INPUT_SHUT)) confirm(c, now);
    }

    /** An active reader notices a FIN by itself, one that is blocked in a read at once. */
    private void rest(Connection c, long now) {
        if (c.has(KNOWN_TO_IT | Connection.FIN_HINT | Connection.INPUT_SHUT | Connection.WATCHED)) return;
        if (!fins.watch(c)) confirm(c, now);
    }

    private void answer(Connection c, long now) {
        if (!c.has(Connection.DEAD | Connection.TIMED_OUT) && Arrival.of(c, kernel) == Arrival.RESET) reset(c, now);
    }

    private static boolean hasFin(Connection c) {
        KernelView view = KernelView.of(c);
        return view != null && view.finNanos != 0;
    }

    /** Asks now, whatever the watcher has said: for a report, which is of this moment. */
    void refresh(Connection c, long now) {
        if (c.has(Connection.CONNECTED)) confirm(c, now);
    }

    private void confirm(Connection c, long nanos) {
        if (c.has(KNOWN_TO_IT)) return;
        Inbound inbound = States.inbound(c.state());
        if (inbound == Inbound.FAILED) return;
        if (inbound == Inbound.RESET) {
            // Found by a write of TLS, or by one of the application that is just under way.
            untold(c, nanos);
            return;
        }
        boolean inputShut = c.has(Connection.INPUT_SHUT);
        switch (inputShut ? Arrival.behindOwnShutdown(c, kernel) : Arrival.of(c, kernel)) {
            case FIN -> fin(c, inbound, nanos);
            case RESET -> reset(c, nanos);
            case NONE -> notOurs(c);
            case UNKNOWN -> {
                // it has gone meanwhile, or nobody can tell
            }
        }
    }

    private void fin(Connection c, Inbound inbound, long nanos) {
        if (inbound == Inbound.UNKNOWN) undecided.accept(c);
        else unread(c, nanos);
    }

    /** The FIN is there and was not read up to. */
    void unread(Connection c, long nanos) {
        KernelView view = Watch.of(c).viewForUpdate();
        if (view.finNanos != 0) return;
        view.finNanos = nanos;
        view.unread = kernel.unread(c);
        view.idleBeforeFin = view.finOlder ? -1 : idleBefore(c, nanos);
        c.set(Connection.FIN_HINT);
        Tracing.observed(c, SocketEvent.PEER_FIN, nanos, c.writtenByApplication());
    }

    /** To within a probe interval; unknown where a byte has moved since the last probe. */
    private static long idleBefore(Connection c, long nanos) {
        boolean probed = c.bytesAtProbe == (int) (c.bytesRead() + c.bytesWritten());
        return probed ? Math.max(0, nanos - c.lastMoveNanos) : -1;
    }

    private static void reset(Connection c, long nanos) {
        if (untold(c, nanos)) Tracing.observed(c, SocketEvent.PEER_RESET, nanos, 0);
    }

    /** @return whether that is news */
    private static boolean untold(Connection c, long nanos) {
        KernelView view = Watch.of(c).viewForUpdate();
        if (view.resetNanos != 0) return false;
        view.resetNanos = nanos;
        return true;
    }

    /** A child that held an old socket of this number has let it go. */
    private void notOurs(Connection c) {
        if (c.clear(Connection.FIN_HINT)) spurious++;
    }

    void closed(Connection c) {
        if (c.has(Connection.WATCHED)) fins.closed(c);
    }

    /** Hints that spoke of another socket. */
    long spurious() {
        return spurious;
    }
}
