package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs that exchange a message and then rest, as connections of a pool do; nobody is blocked in a read meanwhile. One
 * thread has both ends, so that no hand-over of threads is counted.
 */
final class RestingEcho implements Load {
    private static final int PAIRS = 1_000;
    /** Five probe intervals of 200 ms: the first one sees that they have moved, the others that they rest. */
    private static final long REST_MILLIS = 1_000;

    private final List<Loopback.Pair> pairs = new ArrayList<>();
    private final byte[] buffer = new byte[Loopback.MESSAGE];

    RestingEcho() throws IOException {
        try (ServerSocket listener = Loopback.listen()) {
            for (int i = 0; i < PAIRS; i++) pairs.add(Loopback.connect(listener));
        }
    }

    @Override
    public void run(int operations) throws Exception {
        for (int i = 0; i < operations; i++) exchange(pairs.get(i % PAIRS));
        Thread.sleep(REST_MILLIS);
    }

    private void exchange(Loopback.Pair pair) throws IOException {
        pair.client().getOutputStream().write(buffer);
        pair.server().getInputStream().readNBytes(buffer, 0, buffer.length);
        pair.server().getOutputStream().write(buffer);
        pair.client().getInputStream().readNBytes(buffer, 0, buffer.length);
    }
}
