package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.OlderSockets;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.TcpRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Late attach: takes in the sockets that were there before the agent, also those that nobody will use again. Two looks: the first
 * lists them, the second takes in what no hook has met until then. In between an accept that was under way has reached its
 * hook, so that no socket of after the attach is taken for one of before.
 */
final class OldSockets implements TableReader {
    /** Reading a link costs some 3 microseconds. */
    private static final int MAX_LINKS = 65_536;

    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(250);
    /** The kernel walks its table while sockets come and go, and may miss a row. */
    private static final int MAX_LOOKS = 4;
    /** A record that no hook has met is asked once in so many passes whether its number still leads to it. */
    private static final int TURNS = 12;

    private static final int SYN_SENT = 2;
    private static final int SYN_RECV = 3;
    private static final int LISTEN = 10;

    private final Roles roles;
    private final AdoptedFins fins;
    private final long betweenLooks;
    private @Nullable ProcFd descriptors;
    private boolean late;
    private int looks;
    private boolean looking;
    private long firstLook;
    private long notSeen;
    private long pass;
    /** Inode to descriptor number, of what no hook has met. */
    private Map<Long, Integer> candidates = new HashMap<>();

    private final Set<Long> inCloseWait = new HashSet<>();
    private final Map<Connection, Long> inodes = new HashMap<>();

    /** @param intervalNanos of the prober */
    OldSockets(Roles roles, AdoptedFins fins, long intervalNanos) {
        this.roles = roles;
        this.fins = fins;
        this.betweenLooks = Math.min(BETWEEN_LOOKS, intervalNanos);
    }

    /** The agent came late. */
    void attached() {
        late = true;
    }

    void descriptors(ProcFd descriptors) {
        this.descriptors = descriptors;
    }

    /** Before anything is told of an adopted connection: its role comes from the first look. */
    boolean isFirstLookDue() {
        return late && looks == 0 && descriptors != null;
    }

    @Override
    public boolean wants(long now) {
        if (!late || descriptors == null || looks >= MAX_LOOKS) return false;
        return looks == 0 || now - firstLook >= looks * betweenLooks;
    }

    /** Two readings, however large the tables: who attaches for a report waits for them. */
    @Override
    public boolean isUrgent(long now) {
        return looks < 2 && wants(now);
    }

    @Override
    public void begin(long now) {
        looking = wants(now);
        ProcFd fds = descriptors;
        if (!looking || looks > 0 || fds == null) return;
        firstLook = now;
        roles.begin(fds.ephemeralPorts());
        fds.sockets(ConnectionTable::isUnknown, MAX_LINKS).forEach((fd, inode) -> candidates.putIfAbsent(inode, fd));
        notSeen = Math.max(0, fds.count(ConnectionTable::isUnknown) - MAX_LINKS);
    }

    @Override
    public void row(TcpRow row) {
        if (!looking || row.inode() == 0) return;
        Integer fd = candidates.get(row.inode());
        if (fd == null) return;
        if (looks == 0) list(row);
        else if (row.state() != SYN_SENT && row.state() != SYN_RECV) takeIn(fd, row);
    }

    private void list(TcpRow row) {
        if (row.state() == LISTEN) roles.listens(row.localPort());
        else roles.connected(row.localPort());
        if (row.state() == KernelCalls.CLOSE_WAIT) inCloseWait.add(row.inode());
    }

    private void takeIn(int fd, TcpRow row) {
        candidates.remove(row.inode());
        if (!ConnectionTable.isUnknown(fd) || !leadsTo(fd, row.inode())) return;
        Role role = row.state() == LISTEN ? Role.LISTENER : roles.of(row.localPort(), row.remotePort());
        Connection c = OlderSockets.takeIn(
                fd, role, row.localAddress(), row.localPort(), row.remoteAddress(), row.remotePort(), firstLook);
        if (c == null) return;
        // A close(2) between the question and the registration has found no record to take out.
        if (!leadsTo(fd, row.inode())) {
            OlderSockets.takeBack(c);
            return;
        }
        inodes.put(c, row.inode());
        if (row.state() == KernelCalls.CLOSE_WAIT && inCloseWait.contains(row.inode())) fins.addOlder(c);
    }

    private boolean leadsTo(int fd, long inode) {
        ProcFd fds = descriptors;
        return fds != null && fds.inodeOf(fd) == inode;
    }

    @Override
    public void end(long now, long millis) {
        if (!looking) return;
        looking = false;
        looks++;
        if (looks == 1) roles.known();
        if (looks < MAX_LOOKS) return;
        candidates = new HashMap<>();
        inCloseWait.clear();
    }

    /** Once a pass: what was closed where no hook is has gone. */
    void check() {
        pass++;
        for (Iterator<Map.Entry<Connection, Long>> all = inodes.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Connection, Long> known = all.next();
            Connection c = known.getKey();
            if ((c.id + pass) % TURNS != 0) continue;
            boolean held = ConnectionTable.holds(c);
            if (held && (c.has(Connection.PRE_CLOSED) || leadsTo(c.fd, known.getValue()))) continue;
            if (held) OlderSockets.gone(c);
            all.remove();
        }
    }

    /** Descriptors that were not looked at: more than {@value #MAX_LINKS}. */
    long notSeen() {
        return notSeen;
    }
}
