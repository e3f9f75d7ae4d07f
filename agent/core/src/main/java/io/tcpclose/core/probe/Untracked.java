package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.core.filter.Selectable;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.TcpRow;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.RuleCatalog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connections of this process that have no life line: how much the agent does not see is a number, not a guess. */
final class Untracked implements TableReader {
    private static final int MAX_LINKS = 16_384;
    private static final int MAX_TOLD = 4_096;
    private static final long SELDOM = TimeUnit.SECONDS.toNanos(60);
    private static final int STATE_LISTEN = 10;

    private final Ledger ledger;
    /** Inode to when it was first seen. */
    private Map<Long, Long> known = new HashMap<>();

    private Map<Long, Long> seen = new HashMap<>();
    /** Ports that somebody listens on: such rows come before all others in each table (tcp_seq_start). */
    private final Set<Integer> listening = new HashSet<>();

    private final Map<Long, String> fresh = new HashMap<>();
    private final Set<Long> told = new HashSet<>();
    private Set<Long> candidates = Set.of();
    private final Consumer<ConnectionTable.Visitor> connections;
    /** Those that have a life line; made at the first question of a reading, as most readings have none. */
    private @Nullable TupleMap<Connection> tracked;

    private @Nullable ProcFd descriptors;
    private long lastLook;
    private boolean looked;
    private boolean asked;
    private long moment;

    Untracked(Ledger ledger) {
        this(ledger, ConnectionTable::forEach);
    }

    /** @param connections shows each that has a life line */
    Untracked(Ledger ledger, Consumer<ConnectionTable.Visitor> connections) {
        this.ledger = ledger;
        this.connections = connections;
    }

    void descriptors(ProcFd descriptors) {
        this.descriptors = descriptors;
    }

    private long after() {
        return ledger.settings().after(RuleCatalog.untrackedSockets());
    }

    /** The next reading looks, for a report. */
    void ask() {
        asked = true;
    }

    @Override
    public boolean wants(long now) {
        return descriptors != null && (asked || !looked || now - lastLook >= Math.min(SELDOM, after()));
    }

    @Override
    public void begin(long now) {
        ProcFd fds = descriptors;
        moment = now;
        candidates = Set.of();
        if (fds == null || !wants(now)) return;
        looked = true;
        asked = false;
        lastLook = now;
        Map<Integer, Long> sockets = fds.sockets(ConnectionTable::isUnknown, MAX_LINKS);
        candidates = new HashSet<>(sockets.values());
        seen = new HashMap<>();
        listening.clear();
        fresh.clear();
    }

    @Override
    public void row(TcpRow row) {
        if (row.state() == STATE_LISTEN) {
            listening.add(row.localPort());
            return;
        }
        long inode = row.inode();
        if (inode == 0 || !candidates.contains(inode) || isTracked(row)) return;
        seen.put(inode, known.getOrDefault(inode, moment));
        if (moment - known.getOrDefault(inode, moment) < after() || told.contains(inode)) return;
        fresh.put(inode, describe(row));
    }

    /** As the endpoint of a traced connection: by listener where it was accepted, since each client has a port of its own. */
    private String describe(TcpRow row) {
        return listening.contains(row.localPort())
                ? "listener:" + row.localPort()
                : Endpoints.literal(row.remoteAddress()) + ":" + row.remotePort();
    }

    @Override
    public void end(long now, long millis) {
        tracked = null;
        if (lastLook != now || !looked) return;
        known = seen;
        fresh.forEach((inode, endpoint) -> {
            if (told.size() < MAX_TOLD && told.add(inode)) tell(inode, endpoint, millis);
        });
        fresh.clear();
    }

    private void tell(long inode, String endpoint, long millis) {
        String message = "This process holds a TCP socket that no traced path has opened (inode " + inode + ").";
        Selectable socket = new Selectable(Selectable.Role.UNKNOWN, 0, 0, null, null, List.of());
        ledger.record(socket, endpoint, RuleCatalog.untrackedSockets().hit(message), millis);
    }

    /** Sockets without a life line at the last two looks: at one of them a socket may just be on its way into the table. */
    int count() {
        int count = 0;
        for (long first : known.values()) if (first != lastLook) count++;
        return count;
    }

    /** A descriptor that leads to a connection which has a life line under another number. */
    private boolean isTracked(TcpRow row) {
        TupleMap<Connection> known = tracked;
        if (known == null) {
            TupleMap<Connection> fresh = new TupleMap<>(c -> c);
            connections.accept(fresh::add);
            tracked = known = fresh;
        }
        return !known.of(row).isEmpty();
    }
}
