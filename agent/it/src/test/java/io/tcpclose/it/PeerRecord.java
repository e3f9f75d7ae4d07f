package io.tcpclose.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.Transcript.Ports;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The peer's view of every connection that a scenario makes a statement about. */
record PeerRecord(Map<Ports, JsonNode> byPorts) {

    static PeerRecord of(Peer peer, Transcript transcript) throws JsonProcessingException {
        Map<Ports, JsonNode> truths = new HashMap<>();
        for (Ports ports : statedAbout(transcript)) {
            truths.put(ports, peer.truth(ports.local(), ports.remote()));
        }
        return new PeerRecord(truths);
    }

    private static Set<Ports> statedAbout(Transcript transcript) {
        return transcript.lines().stream()
                .filter(words -> words[0].equals("SAW") || words[0].equals("BYTES"))
                .filter(words -> !words[2].equals("0") && !words[3].equals("0"))
                .map(words -> new Ports(Integer.parseInt(words[2]), Integer.parseInt(words[3])))
                .collect(Collectors.toSet());
    }

    JsonNode of(Ports ports) {
        return byPorts.get(ports);
    }

    boolean saw(Ports ports, String what) {
        return Stream.of(of(ports).get("saw").asText().split(",")).anyMatch(what::equals);
    }
}
