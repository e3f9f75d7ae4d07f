package io.tcpclose.core.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Looks for inodes among the descriptors of processes: each link is read once, however many inodes are looked for. */
final class HolderScan {
    /** A process with more descriptors is read to here and counted as refused. */
    private static final int MAX_LINKS = 1 << 16;

    private final Path proc;
    private final Set<Long> inodes;
    private final BooleanSupplier isOver;
    private final List<ProcFd.Holder> found = new ArrayList<>();
    private final Set<Long> unheld;
    private int refused;
    private int links;
    private boolean cut;

    /** @param isOver asked before each link; once it says so nothing more is read */
    HolderScan(Path proc, Set<Long> inodes, BooleanSupplier isOver) {
        this.proc = proc;
        this.inodes = inodes;
        this.isOver = isOver;
        this.unheld = new HashSet<>(inodes);
    }

    List<ProcFd.Holder> found() {
        return found;
    }

    int refused() {
        return refused;
    }

    int links() {
        return links;
    }

    /** Not all was read: there was no time. */
    boolean isCut() {
        return cut;
    }

    /** @param all each holder of an inode is wanted, else only one */
    void lookAt(Iterable<Integer> processes, boolean all) {
        for (int pid : processes) {
            if (cut || (!all && unheld.isEmpty())) return;
            FdFolder process = new FdFolder(proc.resolve(Integer.toString(pid)));
            if (!isReadWhole(pid, process) && !cut && process.mayHold()) {
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
        String command = null;
        boolean whole = numbers.length <= MAX_LINKS;
        for (int i = 0; i < Math.min(numbers.length, MAX_LINKS); i++) {
            cut = isOver.getAsBoolean();
            if (cut) {
                return false;
            }
            links++;
            long inode = process.inode(numbers[i]);
            whole &= inode != FdFolder.REFUSED;
            if (inodes.contains(inode) && held.add(inode)) {
                unheld.remove(inode);
                command = command == null ? process.command() : command;
                found.add(new ProcFd.Holder(pid, command, numbers[i], inode));
            }
        }
        return whole;
    }
}
