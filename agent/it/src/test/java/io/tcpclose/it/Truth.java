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
 * descriptor any more) or {@code UNLISTED} (a descriptor that no table lists: reset, or never connected). What is gone from
 * here may be in the tables yet: {@code OWNERLESS_} and a state, when no process holds it (closed here, or never accepted),
 * {@code ELSEWHERE_} and a state, when only another process does.
 */
final class Truth {
    private static final String OWNERLESS = "OWNERLESS_";
    private static final String ELSEWHERE = "ELSEWHERE_";

    private final Map<Ports, String> held = new HashMap<>();
    private final Map<Ports, String> notHeld = new HashMap<>();
    private final int unlisted;

    private Truth(List<ProcNet.Row> rows, Set<Long> inodes) {
        Set<Long> left = new HashSet<>(inodes);
        for (ProcNet.Row row : rows) {
            Ports ports = new Ports(row.localPort(), row.remotePort());
            if (inodes.contains(row.inode())) {
                left.remove(row.inode());
                held.put(ports, row.state());
            } else {
                notHeld.put(ports, (row.inode() == 0 ? OWNERLESS : ELSEWHERE) + row.state());
            }
        }
        unlisted = left.size();
    }

    static Truth of(long pid) throws IOException {
        Set<Long> inodes = new HashSet<>(ProcNet.socketInodes(pid));
        inodes.removeAll(ProcNet.otherInodes(pid));
        return new Truth(ProcNet.rows(pid), inodes);
    }

    /** For a message: all that is known of it. */
    String state(Ports ports) {
        return held.getOrDefault(ports, "GONE") + (notHeld.containsKey(ports) ? ", " + notHeld.get(ports) : "");
    }

    boolean bears(Claim claim) {
        String claimed = claim.state().equals("UNLISTED") ? "GONE" : claim.state();
        return claimed.startsWith(OWNERLESS) || claimed.startsWith(ELSEWHERE)
                ? claimed.equals(notHeld.get(claim.ports()))
                : claimed.equals(held.getOrDefault(claim.ports(), "GONE"));
    }

    /** Descriptors of TCP sockets that are in no table. */
    int unlisted() {
        return unlisted;
    }
}
