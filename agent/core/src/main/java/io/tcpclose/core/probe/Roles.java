package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.core.kernel.EphemeralPorts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which side of the handshake a connection older than the agent was: the server's where this process listens, or has listened,
 * on its local port. So what was accepted is told by its listener, and never by the port that the peer happened to get.
 */
final class Roles {
    private final Set<Integer> listening = new HashSet<>();
    private final Map<Integer, Integer> locals = new HashMap<>();
    private EphemeralPorts ephemeral = EphemeralPorts.DEFAULT;
    private boolean known;

    /** Before the rows: the listeners that hooks have seen. */
    void begin(EphemeralPorts ports) {
        ephemeral = ports;
        ConnectionTable.forEach(c -> {
            if (c.role == Role.LISTENER) listening.add(c.localPort());
        });
    }

    /** This process listens there. */
    void listens(int port) {
        listening.add(port);
    }

    /** This process has a connection from there. */
    void connected(int localPort) {
        locals.merge(localPort, 1, Integer::sum);
    }

    /** All rows were told. */
    void known() {
        known = true;
    }

    boolean isKnown() {
        return known;
    }

    /** Gives a connection that a hook has taken in the role that the hook could not know. */
    void settle(Connection c) {
        if (known && isOpen(c)) c.role = of(c.localPort(), c.remotePort());
    }

    /** Whether the question is still open. */
    static boolean isOpen(Connection c) {
        return c.role == Role.UNKNOWN && c.has(Connection.ADOPTED);
    }

    Role of(int localPort, int remotePort) {
        return listening.contains(localPort) || isOfAListenerThatIsGone(localPort, remotePort)
                ? Role.SERVER
                : Role.CLIENT;
    }

    /** The kernel gives a port of its range to who connects: the other end's port is then the service's. */
    private boolean isOfAListenerThatIsGone(int localPort, int remotePort) {
        if (!ephemeral.contains(remotePort)) return false;
        return !ephemeral.contains(localPort) || locals.getOrDefault(localPort, 0) > 1;
    }
}
