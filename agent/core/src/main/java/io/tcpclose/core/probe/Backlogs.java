package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.core.kernel.AddressBits;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.TcpRow;
import io.tcpclose.core.ledger.Ledger;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait to be accepted. They have no descriptor yet: a row in CLOSE_WAIT with inode 0 on a listener's port is a
 * peer that gave up waiting (inet_csk_accept has not given it a file). The accept queue is in rx_queue of the row in LISTEN,
 * which is a listener's own by its inode.
 */
final class Backlogs implements TableReader {
    private static final int STATE_LISTEN = 10;

    /** One listener, as the kernel's tables show it. */
    static final class Backlog {
        final ListeningSocket listener;
        /** Connections that wait to be accepted; -1 not known. */
        int acceptQueue = -1;
        /** Those of them whose peer has gone; -1 not known, or counted at another listener of the port. */
        int closeWait = -1;
        /** Listeners of this JVM at the same address and port, this one among them. */
        int sharing = 1;

        int queueNow;
        private long inode = -1;
        private int readableFor;

        Backlog(ListeningSocket listener) {
            this.listener = listener;
        }

        boolean isIdentified() {
            return inode >= 0;
        }
    }

    /** @param address null for any */
    private record Place(int port, @Nullable AddressBits address) {
        static Place of(ListeningSocket listener) {
            InetAddress address = listener.localAddress();
            AddressBits only = address == null || address.isAnyLocalAddress() ? null : AddressBits.of(address);
            return new Place(listener.localPort(), only);
        }
    }

    private final Ledger ledger;
    private final Kernel kernel;
    private final Map<Connection, Backlog> listeners = new LinkedHashMap<>();
    private final Map<Place, ListeningPort> ports = new LinkedHashMap<>();
    /** Numbers of those, which pass by most rows. */
    private final BitSet numbers = new BitSet();

    private final Map<Long, Backlog> byInode = new HashMap<>();
    private @Nullable ProcFd descriptors;

    Backlogs(Ledger ledger, Kernel kernel) {
        this.ledger = ledger;
        this.kernel = kernel;
    }

    /** From now on two listeners of one port are told apart. */
    void descriptors(ProcFd descriptors) {
        this.descriptors = descriptors;
    }

    /** A listener is readable while somebody waits to be accepted; twice in a row nobody takes him in. */
    @Override
    public boolean wants(long now) {
        listeners.keySet().removeIf(c -> !ConnectionTable.holds(c) || c.has(Connection.PRE_CLOSED));
        ConnectionTable.forEach(c -> {
            if (c.role == Role.LISTENER && c instanceof ListeningSocket listener) meet(listener);
        });
        regroup();
        boolean wanted = ports.values().stream().anyMatch(ListeningPort::isActive);
        for (Backlog backlog : listeners.values()) wanted |= waits(backlog);
        return wanted;
    }

    private void meet(ListeningSocket listener) {
        if (listener.isListening() && !listener.has(Connection.PRE_CLOSED))
            listeners.computeIfAbsent(listener, k -> new Backlog(listener));
    }

    private void regroup() {
        ports.values().forEach(ListeningPort::regroup);
        for (Backlog backlog : listeners.values()) {
            Place place = Place.of(backlog.listener);
            ports.computeIfAbsent(place, p -> new ListeningPort()).add(backlog);
        }
        ports.values().removeIf(port -> !port.isLive());
        numbers.clear();
        ports.keySet().forEach(place -> numbers.set(place.port));
    }

    private boolean waits(Backlog backlog) {
        int ready = kernel.ready(backlog.listener);
        boolean waits = ready < 0 || (ready & KernelCalls.POLLIN) != 0;
        backlog.readableFor = waits ? backlog.readableFor + 1 : 0;
        return backlog.readableFor > 1;
    }

    @Override
    public void begin(long now) {
        byInode.clear();
        for (Backlog backlog : listeners.values()) {
            backlog.queueNow = 0;
            identify(backlog);
            if (backlog.isIdentified()) byInode.put(backlog.inode, backlog);
        }
        ports.values().forEach(ListeningPort::begin);
    }

    /** Once: a descriptor keeps its inode. */
    private void identify(Backlog backlog) {
        ProcFd fds = descriptors;
        if (fds == null || backlog.isIdentified()) return;
        long inode = fds.inodeOf(backlog.listener.fd);
        if (ConnectionTable.holds(backlog.listener)) backlog.inode = inode;
    }

    @Override
    public void row(TcpRow row) {
        if (row.state() == STATE_LISTEN) {
            Backlog own = byInode.get(row.inode());
            ListeningPort port = own == null ? portOf(row) : null;
            if (own != null) own.queueNow = (int) row.rxQueue();
            else if (port != null) port.stranger(row.rxQueue());
        } else if (row.state() == KernelCalls.CLOSE_WAIT && row.inode() == 0) {
            ListeningPort port = portOf(row);
            if (port != null) port.goneBeforeAccept();
        }
    }

    /** A listener on any address owns what comes to its port, unless there is one of that very address. */
    private @Nullable ListeningPort portOf(TcpRow row) {
        if (!numbers.get(row.localPort())) return null;
        ListeningPort specific = ports.get(new Place(row.localPort(), row.localBits()));
        return specific == null ? ports.get(new Place(row.localPort(), null)) : specific;
    }

    @Override
    public void end(long now, long millis) {
        ports.values().forEach(port -> port.end(ledger, now, millis));
    }

    /** Null for a listener that has not been looked at. */
    @Nullable
    Backlog of(Connection listener) {
        return listeners.get(listener);
    }
}
