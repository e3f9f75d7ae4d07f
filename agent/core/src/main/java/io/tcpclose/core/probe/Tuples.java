package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.kernel.TcpRow;
import java.net.InetAddress;

/** The four numbers by which the kernel's tables know a connection. */
final class Tuples {
    private Tuples() {}

    /** Both ports in one int: enough to pass by most rows. */
    static int ports(int local, int remote) {
        return local << 16 | remote;
    }

    static int ports(Connection c) {
        return ports(c.localPort(), c.remotePort());
    }

    static int ports(TcpRow row) {
        return ports(row.localPort(), row.remotePort());
    }

    /** An accepted Socket knows its local address only where the JDK could be asked. */
    static boolean isOf(Connection c, TcpRow row) {
        InetAddress local = c.localAddress();
        InetAddress remote = c.remoteAddress();
        return remote != null
                && ports(c) == ports(row)
                && row.isRemote(remote)
                && (local == null || local.isAnyLocalAddress() || row.isLocal(local));
    }
}
