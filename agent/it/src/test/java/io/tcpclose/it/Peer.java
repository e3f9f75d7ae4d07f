package io.tcpclose.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.it.app.Holder;
import io.tcpclose.it.peer.PeerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The peer's JVM, which never has the agent. */
final class Peer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Forked forked;
    private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    private Peer(Forked forked) {
        this.forked = forked;
        forked.onLine(this::answered);
    }

    static Peer start(Path folder) throws IOException {
        Fork fork = Fork.of(Jdk.running())
                // RMI keeps a connection for its idle time: the scenarios wait for it
                .vm("-Dsun.rmi.transport.connectionTimeout=500")
                // to vanish
                .vm(Holder.opens());
        return new Peer(fork.main(PeerMain.class).start(folder));
    }

    CompletableFuture<String> ask(String command) {
        String id = String.valueOf(ids.incrementAndGet());
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.put(id, answer);
        forked.send(id + "\t" + command);
        return answer.orTimeout(60, TimeUnit.SECONDS);
    }

    int listen(String script) {
        return Integer.parseInt(ask("listen " + script).join());
    }

    /** What the peer saw of the connection that has these ports in the JVM under test. */
    JsonNode truth(int localPort, int remotePort) throws JsonProcessingException {
        return JSON.readTree(ask("truth " + localPort + ":" + remotePort).join());
    }

    private void answered(String line) {
        String[] parts = line.split("\t", 2);
        asked.remove(parts[0]).complete(parts[1]);
    }

    @Override
    public void close() {
        forked.close();
    }
}
