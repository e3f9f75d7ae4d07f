package io.tcpclose.core.kernel;

import io.tcpclose.bootstrap.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A watcher that tells what the test tells it to tell. */
public final class ScriptedFins implements FinSource {
    private final List<Connection> released = new ArrayList<>();
    private final List<Connection> closed = new ArrayList<>();
    private @Nullable FinHint newest;
    private int hints;

    /** As the watcher's thread does when epoll_wait returns with a connection. */
    public void tell(Connection c, long nanos) {
        c.set(Connection.FIN_HINT);
        FinHint hint = new FinHint(c, nanos);
        hint.next = newest;
        newest = hint;
        hints++;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public boolean watch(Connection c) {
        c.set(Connection.WATCHED);
        return true;
    }

    @Override
    public void release(Connection c) {
        c.clear(Connection.WATCHED);
        released.add(c);
    }

    @Override
    public void closed(Connection c) {
        closed.add(c);
    }

    @Override
    public @Nullable FinHint drain() {
        FinHint all = newest;
        newest = null;
        return all;
    }

    @Override
    public int hints() {
        return hints;
    }

    public List<Connection> released() {
        return released;
    }

    public List<Connection> closed() {
        return closed;
    }
}
