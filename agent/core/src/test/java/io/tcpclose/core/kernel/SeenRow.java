package io.tcpclose.core.kernel;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A row, copied. */
record SeenRow(
        int state,
        InetAddress local,
        int localPort,
        InetAddress remote,
        int remotePort,
        long txQueue,
        long rxQueue,
        long inode) {

    static SeenRow of(TcpRow row) {
        return new SeenRow(
                row.state(),
                row.localAddress(),
                row.localPort(),
                row.remoteAddress(),
                row.remotePort(),
                row.txQueue(),
                row.rxQueue(),
                row.inode());
    }

    static List<SeenRow> all(ProcNetTcp table) {
        List<SeenRow> seen = new ArrayList<>();
        table.scan(row -> seen.add(of(row)));
        return seen;
    }
}
