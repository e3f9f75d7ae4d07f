package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.kernel.AddressBits;
import io.tcpclose.core.kernel.TcpRow;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a connection and its row in the kernel's tables have in common, to be looked up by: both ports and the peer's
 * address. Without the local address, which an accepted Socket knows only where the JDK could be asked.
 */
record Tuple(int ports, AddressBits remote) {
    /** Null where no row can be told to be its own. */
    static @Nullable Tuple of(Connection c) {
        InetAddress remote = c.remoteAddress();
        return remote == null ? null : new Tuple(ports(c.localPort(), c.remotePort()), AddressBits.of(remote));
    }

    static Tuple of(TcpRow row) {
        return new Tuple(ports(row.localPort(), row.remotePort()), row.remoteBits());
    }

    private static int ports(int local, int remote) {
        return local << 16 | remote;
    }

    /** Whether a row of the same tuple is this connection's: the local address as well, as far as it is known. */
    static boolean isLocalEndOf(Connection c, TcpRow row) {
        InetAddress local = c.localAddress();
        return local == null || local.isAnyLocalAddress() || row.isLocal(local);
    }
}
