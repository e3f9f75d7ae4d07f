package io.tcpclose.agent.cli.process;

import io.tcpclose.core.connection.TcpState;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.ProcNetTcp;
import io.tcpclose.core.kernel.TcpRow;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The TCP sockets that a process has as descriptors, from its /proc: states and queues, no history and no code. */
public final class ProcSockets {
    private static final int MAX = 1 << 20;
    private static final int LISTEN = 10;
    private static final int CLOSE_WAIT = 8;

    /**
     * @param rxQueue bytes that were received and not read; a FIN that was not read counts as one
     * @param inode 0: no descriptor, given up by the peer before it was accepted
     */
    public record Socket(int state, String local, int localPort, String remote, long rxQueue, long inode) {
        public boolean isListening() {
            return state == LISTEN;
        }

        public boolean isCloseWait() {
            return state == CLOSE_WAIT;
        }

        /** Of a CLOSE_WAIT: the application has not read up to the FIN. */
        public boolean isUnnoticed() {
            return rxQueue > 0;
        }

        public String stateName() {
            String name = TcpState.ofKernel(state);
            return isListening() ? "listen" : name == null ? "other" : name;
        }

        static Socket of(TcpRow row) {
            return new Socket(
                    row.state(),
                    address(row.localAddress(), row.localPort()),
                    row.localPort(),
                    address(row.remoteAddress(), row.remotePort()),
                    row.rxQueue(),
                    row.inode());
        }

        private static String address(InetAddress address, int port) {
            String text = address.getHostAddress();
            return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
        }
    }

    private final List<Socket> connections = new ArrayList<>();
    private final List<Socket> listeners = new ArrayList<>();
    private final List<Socket> neverAccepted = new ArrayList<>();
    private final boolean readable;
    private final boolean truncated;

    private ProcSockets(ProcSockets all, Predicate<Socket> wanted) {
        all.connections.stream().filter(wanted).forEach(connections::add);
        listeners.addAll(all.listeners);
        neverAccepted.addAll(all.neverAccepted);
        readable = all.readable;
        truncated = all.truncated;
    }

    private ProcSockets(JvmProcess process) {
        Set<Long> inodes = new HashSet<>(new ProcFd(process.machine().proc(), Long.toString(process.pid()))
                .sockets(fd -> true, MAX)
                .values());
        List<Socket> orphans = new ArrayList<>();
        ProcNetTcp.Scan scan = new ProcNetTcp(process.folder().resolve("net"), MAX).scan(row -> {
            if (inodes.contains(row.inode())) add(Socket.of(row));
            else if (row.inode() == 0 && row.state() == CLOSE_WAIT) orphans.add(Socket.of(row));
        });
        readable = scan.readable() && Files.isReadable(process.folder().resolve("fd"));
        truncated = scan.truncated();
        Set<Integer> ports = new HashSet<>();
        listeners.forEach(listener -> ports.add(listener.localPort()));
        orphans.stream().filter(row -> ports.contains(row.localPort())).forEach(neverAccepted::add);
    }

    public static ProcSockets of(JvmProcess process) {
        return new ProcSockets(process);
    }

    /** The same with some of the connections. */
    public ProcSockets with(Predicate<Socket> wanted) {
        return new ProcSockets(this, wanted);
    }

    private void add(Socket socket) {
        (socket.isListening() ? listeners : connections).add(socket);
    }

    public boolean isReadable() {
        return readable;
    }

    /** The kernel's table was longer than what is read of it. */
    public boolean isTruncated() {
        return truncated;
    }

    public List<Socket> connections() {
        return connections;
    }

    public List<Socket> listeners() {
        return listeners;
    }

    public List<Socket> closeWait() {
        return connections.stream().filter(Socket::isCloseWait).toList();
    }

    /** CLOSE_WAIT at one of our listeners without a descriptor: the peer gave up before accept(). */
    public long neverAccepted(Socket listener) {
        return neverAccepted.stream()
                .filter(row -> row.localPort() == listener.localPort())
                .count();
    }

    /** The peer's address of what was connected, {@code listener:PORT} of what was accepted. */
    public String endpoint(Socket socket) {
        boolean accepted = listeners.stream().anyMatch(listener -> listener.localPort() == socket.localPort());
        return accepted ? "listener:" + socket.localPort() : socket.remote();
    }

    /** How many there are in each state, by name. */
    public TreeMap<String, Long> states() {
        TreeMap<String, Long> states = new TreeMap<>();
        connections.forEach(socket -> states.merge(socket.stateName(), 1L, Long::sum));
        if (!listeners.isEmpty()) states.put("listen", (long) listeners.size());
        return states;
    }
}
