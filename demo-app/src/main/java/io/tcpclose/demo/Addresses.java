package io.tcpclose.demo;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where the connections of one scenario are accepted. Whoever plays it more than once with the same addresses has one endpoint
 * for it in all reports and meters, and one listener at the peer. Used by one thread.
 */
final class Addresses {
    private static final int ANY_FREE_PORT = 0;

    private final PeerProcess peer;
    private final Map<Behaviour, Integer> peerPorts = new EnumMap<>(Behaviour.class);
    private int ownPort = ANY_FREE_PORT;

    Addresses(PeerProcess peer) {
        this.peer = peer;
    }

    int peerPort(Behaviour behaviour) throws IOException {
        Integer known = peerPorts.get(behaviour);
        int port = known == null ? peer.listen(behaviour) : known;
        peerPorts.put(behaviour, port);
        return port;
    }

    /** Forgets the port, too: if somebody else has it by now, listening fails once and not for ever. */
    int takeOwnPort() {
        int port = ownPort;
        ownPort = ANY_FREE_PORT;
        return port;
    }

    void ownPortWorks(int port) {
        ownPort = port;
    }
}
