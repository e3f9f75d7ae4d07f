package io.tcpclose.it;

import io.tcpclose.it.Transcript.Claim;
import io.tcpclose.it.Transcript.Ports;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the kernel shows of one process at one moment, against what its scenarios claim: a state of TCP, {@code GONE} (no
 * descriptor any more) or {@code UNLISTED} (a descriptor that no table lists: reset, or never connected).
 */
final class Truth {
    private final Map<Ports, ProcNet.Row> held = new HashMap<>();
    private final int unlisted;

    private Truth(List<ProcNet.Row> rows, Set<Long> inodes) {
        Set<Long> left = new HashSet<>(inodes);
        for (ProcNet.Row row : rows) {
            if (inodes.contains(row.inode())) {
                left.remove(row.inode());
                held.put(new Ports(row.localPort(), row.remotePort()), row);
            }
        }
        unlisted = left.size();
    }

    static Truth of(long pid) throws IOException {
        Set<Long> inodes = ProcNet.socketInodes(pid);
        inodes.removeAll(ProcNet.unixInodes(pid));
        return new Truth(ProcNet.rows(pid), inodes);
    }

    String state(Ports ports) {
        ProcNet.Row row = held.get(ports);
        return row == null ? "GONE" : row.state();
    }

    boolean bears(Claim claim) {
        String claimed = claim.state().equals("UNLISTED") ? "GONE" : claim.state();
        return state(claim.ports()).equals(claimed);
    }

    /** Descriptors of TCP sockets that are in no table. */
    int unlisted() {
        return unlisted;
    }
}
