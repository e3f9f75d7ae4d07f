package io.tcpclose.it.churn;

import java.net.Socket;
import java.util.List;

/** A client's connection that nobody uses. Its peer sends FIN before or after the agent has come by, or a RST, or nothing. */
final class Resting {
    private final Socket client;
    private final Socket server;
    private final int fate;
    private final long restNanos;
    private long since = System.nanoTime();

    Resting(Socket client, Socket server, int fate, long restNanos) throws Exception {
        this.client = client;
        this.server = server;
        this.fate = fate;
        this.restNanos = restNanos;
        if (fate == 0) {
            server.close();
        }
    }

    boolean isDue() {
        return System.nanoTime() - since >= restNanos;
    }

    /** The agent watches it by now. From here it rests as long again, so that the agent sees what happens. */
    void peerActs() throws Exception {
        if (fate == 1) {
            server.close();
        } else if (fate == 2) {
            server.setSoLinger(true, 0);
            server.close();
        }
        since = System.nanoTime();
    }

    void judge(Tally tally) throws Exception {
        boolean told = lifeLine().stream().anyMatch(step -> step.contains("peer-fin") || step.contains("peer-reset"));
        if (fate == 3) {
            tally.quiet.incrementAndGet();
            if (told) {
                tally.wrong.incrementAndGet();
            }
        } else {
            tally.ended.incrementAndGet();
            if (!told) {
                tally.lost.incrementAndGet();
            }
        }
        client.close();
        server.close();
    }

    @SuppressWarnings("unchecked")
    private List<String> lifeLine() throws Exception {
        Class<?> stats = Class.forName("io.tcpclose.bootstrap.Stats", true, null);
        return (List<String>) stats.getMethod("lifeLine", Object.class).invoke(null, client);
    }
}
