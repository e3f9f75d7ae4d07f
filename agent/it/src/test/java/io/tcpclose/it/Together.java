package io.tcpclose.it;

import java.util.ArrayList;
import java.util.List;

/** JVMs that are up at the same time, since they wait more than they work, and end together. */
final class Together implements AutoCloseable {
    private final List<Forked> running = new ArrayList<>();

    Forked add(Forked started) {
        running.add(started);
        return started;
    }

    @Override
    public void close() {
        running.forEach(Forked::close);
    }
}
