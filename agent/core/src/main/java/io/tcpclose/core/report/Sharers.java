package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.kernel.ProcFd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Other processes that hold a connection of ours: the reference count of the kernel's socket, in names. Asked for a report, and
 * only where somebody may have inherited from us or we from somebody.
 */
public final class Sharers {
    private static final int MAX_CONNECTIONS = 2_000;
    private static final int MAX_PROCESSES = 2_000;
    private static final int STDIN = 0;

    private Sharers() {}

    /** Each as {@code pid command}; empty where there are none, or none can be seen. */
    public static Map<Connection, List<String>> of(List<Connection> open, @Nullable ProcFd descriptors) {
        if (descriptors == null || open.isEmpty() || !mayShare(descriptors)) return Map.of();
        Map<Long, Connection> byInode = new HashMap<>();
        for (Connection c : open.subList(0, Math.min(open.size(), MAX_CONNECTIONS))) {
            long inode = descriptors.inodeOf(c.fd);
            if (inode > 0) byInode.put(inode, c);
        }
        return holders(byInode, descriptors);
    }

    /** What started us with a socket as descriptor 0 holds it perhaps itself (System.inheritedChannel). */
    private static boolean mayShare(ProcFd descriptors) {
        return descriptors.inodeOf(STDIN) > 0 || hasDescendants();
    }

    private static boolean hasDescendants() {
        try {
            return ProcessHandle.current().descendants().findAny().isPresent();
        } catch (RuntimeException e) {
            // No descriptor is left to look into /proc with (ProcessHandleImpl_unix.c throws one).
            return false;
        }
    }

    private static Map<Connection, List<String>> holders(Map<Long, Connection> byInode, ProcFd descriptors) {
        Map<Connection, List<String>> sharers = new HashMap<>();
        long self = ProcessHandle.current().pid();
        for (ProcFd.Holder holder : descriptors.holders(byInode.keySet(), self, MAX_PROCESSES)) {
            Connection c = byInode.get(holder.inode());
            if (c != null)
                sharers.computeIfAbsent(c, k -> new ArrayList<>()).add(holder.pid() + " " + holder.command());
        }
        return sharers;
    }
}
