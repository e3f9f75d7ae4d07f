package io.tcpclose.core.kernel;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Descriptors in /proc. Never throws: what vanished or may not be read is left out (and counted). */
public final class ProcFd {
    private final Path proc;
    private final FdFolder own;
    private volatile int refused;

    /** @param proc /proc */
    public ProcFd(Path proc) {
        this(proc, "self");
    }

    /**
     * The descriptors of another process in the place of this one's.
     *
     * @param process a process number, or self
     */
    public ProcFd(Path proc, String process) {
        this.proc = proc;
        this.own = new FdFolder(proc.resolve(process));
    }

    /**
     * Descriptor number to inode of this process's sockets, asking only for numbers that {@code wanted} accepts; at most
     * {@code max} links are read. Sockets of any family: the inode tells which of them are in a table of TCP.
     */
    public Map<Integer, Long> sockets(IntPredicate wanted, int max) {
        Map<Integer, Long> found = new LinkedHashMap<>();
        int[] numbers = own.numbers();
        if (numbers != null) {
            IntStream.of(numbers).filter(wanted).limit(Math.max(0, max)).forEach(fd -> putSocket(fd, found));
        }
        return found;
    }

    private void putSocket(int fd, Map<Integer, Long> found) {
        long inode = own.inode(fd);
        if (inode >= 0) {
            found.put(fd, inode);
        }
    }

    /** How many descriptors of this process have a number that {@code wanted} accepts. */
    public int count(IntPredicate wanted) {
        int[] numbers = own.numbers();
        return numbers == null ? 0 : (int) IntStream.of(numbers).filter(wanted).count();
    }

    /** From which ports this machine connects. */
    public EphemeralPorts ephemeralPorts() {
        return EphemeralPorts.read(proc);
    }

    /** Inode of one descriptor of this process; -1 when it is no socket, not open, or cannot be read. */
    public long inodeOf(int fd) {
        return fd < 0 ? -1 : Math.max(-1, own.inode(fd));
    }

    /**
     * Other processes (not {@code exceptPid}) that hold one of these inodes, each with the lowest descriptor of it. At most
     * {@code maxProcesses} are looked at: the descendants of {@code exceptPid} first, then the newest numbers, since what was
     * inherited is held by who came later.
     */
    public List<Holder> holders(Set<Long> inodes, long exceptPid, int maxProcesses) {
        HolderScan scan = new HolderScan(proc, inodes);
        if (!inodes.isEmpty()) {
            scan.lookAt(new Processes(proc).others(exceptPid, maxProcesses));
        }
        refused = scan.refused();
        return scan.found();
    }

    /** @param command from /proc/PID/comm, control characters replaced; "?" where unreadable */
    public record Holder(long pid, String command, int fd, long inode) {}

    /** Processes whose descriptors may not be read, all or some, at the last call of holders. */
    public int refused() {
        return refused;
    }
}
