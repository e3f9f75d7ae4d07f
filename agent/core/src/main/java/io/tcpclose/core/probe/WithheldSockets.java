package io.tcpclose.core.probe;

import io.tcpclose.core.kernel.ProcFd;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who holds sockets that this process has closed: one look at the descriptors of all processes for all sockets of a
 * reading, with a rest after it. Under the engine's lock.
 */
final class WithheldSockets {
    private static final int MAX_PROCESSES = 4_096;
    private static final int MAX_OWN = 65_536;
    /** A link costs some 3 microseconds; twenty times 5 until the next look, as after a reading of the tables. */
    private static final long REST_NANOS_A_LINK = 20 * 5_000L;

    private @Nullable ProcFd descriptors;
    private long rested = Long.MIN_VALUE;
    private long leftOut;

    void descriptors(ProcFd descriptors) {
        this.descriptors = descriptors;
    }

    boolean rests(long now) {
        return rested != Long.MIN_VALUE && now - rested < 0;
    }

    /**
     * Inode to words for its holder. What is missing is held by this process itself, by another descriptor, or by
     * nobody that can be found.
     */
    Map<Long, String> holders(Set<Long> inodes, long now) {
        ProcFd fds = descriptors;
        Map<Long, String> words = new HashMap<>();
        if (inodes.isEmpty()) return words;
        if (fds == null) {
            for (long inode : inodes) words.put(inode, "another process");
            return words;
        }
        Set<Long> own = new HashSet<>(fds.sockets(fd -> true, MAX_OWN).values());
        Set<Long> lost = new HashSet<>(inodes);
        lost.removeAll(own);
        look(fds, lost, words);
        rested = now + REST_NANOS_A_LINK * (own.size() + fds.linksRead());
        return words;
    }

    private void look(ProcFd fds, Set<Long> inodes, Map<Long, String> words) {
        Map<Long, ProcFd.Holder> holders =
                fds.firstHolders(inodes, ProcessHandle.current().pid(), MAX_PROCESSES);
        for (long inode : inodes) {
            ProcFd.Holder holder = holders.get(inode);
            if (holder != null) words.put(inode, "process " + holder.pid() + " (" + holder.command() + ")");
            else if (fds.isCut()) leftOut++;
            else if (fds.refused() > 0) words.put(inode, "a process that this user may not look into");
        }
    }

    /** Sockets whose holder was not found before the look was broken off. */
    long leftOut() {
        return leftOut;
    }
}
