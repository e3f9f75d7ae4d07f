package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.kernel.TcpRow;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

/**
 * Connections older than the agent whose peer has sent FIN: whether it was read is in the kernel's queue alone. rx_queue counts
 * the FIN as one until end-of-file is read (tcp4_sock: rcv_nxt - copied_seq), FIONREAD does not. Each is asked after until it is
 * decided or closed; where a reading decides nothing, the next one waits twice as long.
 */
final class AdoptedFins implements TableReader {
    private static final int GONE_ON =
            Connection.EOF_READ | Connection.DEAD | Connection.CLOSING | Connection.PRE_CLOSED;
    private static final long FIRST_REST = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(60);

    private final Kernel kernel;
    private final ObjLongConsumer<Connection> unread;
    private final TupleMap<Connection> undecided = new TupleMap<>(c -> c);
    private final Set<Connection> settled = new HashSet<>();

    private long moment;
    private long rest;
    private long nextReading;
    private boolean decided;
    private boolean fresh;

    /** @param unread told of each whose FIN was not read, with the time */
    AdoptedFins(Kernel kernel, ObjLongConsumer<Connection> unread) {
        this.kernel = kernel;
        this.unread = unread;
    }

    void add(Connection c) {
        if (undecided.add(c)) fresh = true;
    }

    /** One that was in CLOSE_WAIT when the agent first saw it, at its {@code openedNanos}. */
    void addOlder(Connection c) {
        Watch.of(c).viewForUpdate().finOlder = true;
        add(c);
    }

    @Override
    public boolean wants(long now) {
        return !undecided.all().isEmpty() && (fresh || now - nextReading >= 0);
    }

    @Override
    public void begin(long now) {
        moment = now;
        decided = false;
    }

    @Override
    public void row(TcpRow row) {
        if (row.state() != KernelCalls.CLOSE_WAIT || row.inode() == 0) return;
        for (Connection c : undecided.of(row)) if (!settled.contains(c) && decide(c, row.rxQueue())) settled.add(c);
    }

    private boolean decide(Connection c, long rxQueue) {
        int bytes = kernel.unread(c);
        long beyond = rxQueue - bytes;
        if (bytes < 0 || beyond < 0 || beyond > 1) return false;
        long since = isOlder(c) ? c.openedNanos : moment;
        if (beyond == 1) unread.accept(c, since);
        else if (c.set(Connection.EOF_READ)) Tracing.observed(c, SocketEvent.EOF, since, c.bytesWritten());
        decided = true;
        return true;
    }

    private static boolean isOlder(Connection c) {
        KernelView view = KernelView.of(c);
        return view != null && view.finOlder;
    }

    @Override
    public void end(long now, long millis) {
        undecided.removeIf(c -> settled.contains(c) || isSettled(c));
        settled.clear();
        rest = decided || fresh ? FIRST_REST : Math.min(2 * rest, LONGEST_REST);
        nextReading = now + rest;
        fresh = false;
    }

    /** Closed, or told by a hook meanwhile. */
    private static boolean isSettled(Connection c) {
        return !ConnectionTable.holds(c) || c.has(GONE_ON) || States.inbound(c.state()) != Inbound.UNKNOWN;
    }
}
