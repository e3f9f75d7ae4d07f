package io.tcpclose.demo;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Ports of the peer that stay the same from round to round: an endpoint is one name in every picture of it. */
final class StandingPorts {
    private final PeerProcess peer;
    private final Map<String, Integer> ports = new HashMap<>();

    StandingPorts(PeerProcess peer) {
        this.peer = peer;
    }

    /** @param number of this port among those of the scenario in one round */
    synchronized int listen(String scenario, int number, Behaviour behaviour) throws IOException {
        String key = scenario + " " + number;
        Integer known = ports.get(key);
        if (known != null) {
            peer.again(known);
            return known;
        }
        int fresh = peer.listen(behaviour);
        ports.put(key, fresh);
        return fresh;
    }
}
