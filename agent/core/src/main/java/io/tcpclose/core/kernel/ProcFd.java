package io.tcpclose.core.kernel;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Descriptors in /proc. Never throws: what vanished or may not be read is left out (and counted). */
public final class ProcFd {
    private static final long PATIENCE_MILLIS = 250;

    private final Path proc;
    private final FdFolder own;
    private LongSupplier nanoTime = () -> 0;
    private volatile int refused;
    private volatile int links;
    private volatile boolean cut;
    private final AtomicLong cuts = new AtomicLong();

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

    /** @param nanoTime by which a look at other processes is broken off; without one it takes the time it takes */
    public void timedBy(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Other processes (not {@code exceptPid}) that hold one of these inodes, each with the lowest descriptor of it. At most
     * {@code maxProcesses} are looked at: the descendants of {@code exceptPid} first, then the newest numbers, since what was
     * inherited is held by who came later. For {@value #PATIENCE_MILLIS} ms at most: see {@link #isCut}.
     */
    public List<Holder> holders(Set<Long> inodes, long exceptPid, int maxProcesses) {
        return holders(inodes, exceptPid, maxProcesses, true);
    }

    /**
     * As {@link #holders}, but of each inode the first that is met: all are looked for in one go, and it ends when
     * all are found.
     */
    public Map<Long, Holder> firstHolders(Set<Long> inodes, long exceptPid, int maxProcesses) {
        Map<Long, Holder> first = new HashMap<>();
        for (Holder holder : holders(inodes, exceptPid, maxProcesses, false)) {
            first.putIfAbsent(holder.inode(), holder);
        }
        return first;
    }

    private List<Holder> holders(Set<Long> inodes, long exceptPid, int maxProcesses, boolean all) {
        long end = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        HolderScan scan = new HolderScan(proc, inodes, () -> nanoTime.getAsLong() - end >= 0);
        if (!inodes.isEmpty()) {
            scan.lookAt(new Processes(proc).others(exceptPid, maxProcesses), all);
        }
        refused = scan.refused();
        links = scan.links();
        cut = scan.isCut();
        if (cut) {
            cuts.incrementAndGet();
        }
        return scan.found();
    }

    /** Descriptors of other processes that the last call of holders has read, some 3 microseconds each. */
    public int linksRead() {
        return links;
    }

    /** The last call of holders was broken off: who was not found may be a holder all the same. */
    public boolean isCut() {
        return cut;
    }

    /** How many were. */
    public long cuts() {
        return cuts.get();
    }

    /** @param command from /proc/PID/comm, control characters replaced; "?" where unreadable */
    public record Holder(long pid, String command, int fd, long inode) {}

    /** Processes whose descriptors may not be read, all or some, at the last call of holders. */
    public int refused() {
        return refused;
    }
}
