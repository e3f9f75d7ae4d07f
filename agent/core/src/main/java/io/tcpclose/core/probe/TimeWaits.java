package io.tcpclose.core.probe;

import io.tcpclose.core.kernel.TcpRow;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections in TIME_WAIT, by the end that does not change: of the network namespace, since such a row has no owner any more.
 * Counted for a report only: each row costs an address.
 */
public final class TimeWaits implements TableReader {
    private static final int TIME_WAIT = 6;
    private static final int MAX_PEERS = 65_536;

    private Map<Peer, Integer> byRemote = new HashMap<>();
    private Map<Integer, Integer> byLocalPort = new HashMap<>();
    private boolean asked;
    private boolean known;

    private record Peer(InetAddress address, int port) {}

    /** The next reading counts. */
    void ask() {
        asked = true;
    }

    @Override
    public boolean wants(long now) {
        return false;
    }

    @Override
    public void begin(long now) {
        if (!asked) return;
        byRemote = new HashMap<>();
        byLocalPort = new HashMap<>();
        known = true;
    }

    @Override
    public void row(TcpRow row) {
        if (!asked || row.state() != TIME_WAIT) return;
        if (byRemote.size() < MAX_PEERS)
            byRemote.merge(new Peer(row.remoteAddress(), row.remotePort()), 1, Integer::sum);
        if (byLocalPort.size() < MAX_PEERS) byLocalPort.merge(row.localPort(), 1, Integer::sum);
    }

    @Override
    public void end(long now, long millis) {
        asked = false;
    }

    /** Whether the tables were ever read. */
    public boolean isKnown() {
        return known;
    }

    public int towards(InetAddress address, int port) {
        return byRemote.getOrDefault(new Peer(address, port), 0);
    }

    public int atLocalPort(int port) {
        return byLocalPort.getOrDefault(port, 0);
    }
}
