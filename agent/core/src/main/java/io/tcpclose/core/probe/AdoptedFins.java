package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.TcpRow;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * Connections older than the agent whose peer has sent FIN: whether it was read is in the kernel's queue alone. rx_queue counts
 * the FIN as one until end-of-file is read (tcp4_sock: rcv_nxt - copied_seq), FIONREAD does not.
 */
final class AdoptedFins implements TableReader {
    private static final int MAX_UNDECIDED = 4_096;

    private final Kernel kernel;
    private final ObjLongConsumer<Connection> unread;
    private final Map<Integer, Connection> undecided = new HashMap<>();
    private long moment;

    /** @param unread told of each whose FIN was not read, with the time */
    AdoptedFins(Kernel kernel, ObjLongConsumer<Connection> unread) {
        this.kernel = kernel;
        this.unread = unread;
    }

    void add(Connection c) {
        if (undecided.size() < MAX_UNDECIDED) undecided.put(Tuples.ports(c), c);
    }

    @Override
    public boolean wants(long now) {
        return !undecided.isEmpty();
    }

    @Override
    public void begin(long now) {
        moment = now;
    }

    @Override
    public void row(TcpRow row) {
        if (row.state() != KernelCalls.CLOSE_WAIT || row.inode() == 0) return;
        Connection c = undecided.get(Tuples.ports(row));
        if (c == null || !Tuples.isOf(c, row)) return;
        int bytes = kernel.unread(c);
        long beyond = row.rxQueue() - bytes;
        if (bytes < 0 || beyond < 0 || beyond > 1) return;
        if (beyond == 1) unread.accept(c, moment);
        else if (c.set(Connection.EOF_READ)) Tracing.observed(c, SocketEvent.EOF, moment, c.bytesWritten());
    }

    @Override
    public void end(long now, long millis) {
        undecided.clear();
    }
}
