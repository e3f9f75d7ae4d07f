package io.tcpclose.core.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for inodes among the descriptors of processes. */
final class HolderScan {
    /** A process with more descriptors is read to here and counted as refused. */
    private static final int MAX_LINKS = 1 << 16;

    private final Path proc;
    private final Set<Long> inodes;
    private final List<ProcFd.Holder> found = new ArrayList<>();
    private int refused;

    HolderScan(Path proc, Set<Long> inodes) {
        this.proc = proc;
        this.inodes = inodes;
    }

    List<ProcFd.Holder> found() {
        return found;
    }

    int refused() {
        return refused;
    }

    void lookAt(Iterable<Integer> processes) {
        for (int pid : processes) {
            FdFolder process = new FdFolder(proc.resolve(Integer.toString(pid)));
            if (!isReadWhole(pid, process) && process.mayHold()) {
                refused++;
            }
        }
    }

    private boolean isReadWhole(int pid, FdFolder process) {
        int[] numbers = process.numbers();
        if (numbers == null) {
            return false;
        }
        Set<Long> held = new HashSet<>();
        boolean whole = numbers.length <= MAX_LINKS;
        for (int i = 0; i < Math.min(numbers.length, MAX_LINKS); i++) {
            long inode = process.inode(numbers[i]);
            whole &= inode != FdFolder.REFUSED;
            if (inodes.contains(inode) && held.add(inode)) {
                found.add(new ProcFd.Holder(pid, process.command(), numbers[i], inode));
            }
        }
        return whole;
    }
}
