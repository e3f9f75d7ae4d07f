package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.core.kernel.Kernel;
import java.util.HashMap;
import java.util.Map;

/** A kernel that says what the test tells it to say, and of all other connections that nothing is known. */
public final class ScriptedKernel implements Kernel {
    private final Map<Connection, Integer> ready = new HashMap<>();
    private final Map<Connection, Integer> info = new HashMap<>();
    private final Map<Connection, Integer> unread = new HashMap<>();

    private int asked;

    /** Questions so far: a system call each. */
    public int asked() {
        return asked;
    }

    /** Established, idle, nothing unread. */
    public ScriptedKernel alive(Connection c) {
        ready.put(c, 0);
        info.put(c, KernelCalls.ESTABLISHED);
        unread.put(c, 0);
        return this;
    }

    public ScriptedKernel fin(Connection c) {
        ready.put(c, KernelCalls.POLLIN | KernelCalls.POLLRDHUP);
        info.put(c, KernelCalls.CLOSE_WAIT);
        return this;
    }

    public ScriptedKernel reset(Connection c) {
        ready.put(c, KernelCalls.POLLIN | KernelCalls.POLLRDHUP | KernelCalls.POLLHUP);
        info.put(c, KernelCalls.CLOSE);
        return this;
    }

    public ScriptedKernel readable(Connection c) {
        ready.put(c, KernelCalls.POLLIN);
        return this;
    }

    public ScriptedKernel state(Connection c, int state) {
        info.put(c, state);
        return this;
    }

    /** Established, with so many segments and probes unanswered. */
    public ScriptedKernel unanswered(Connection c, int retransmits, int probes) {
        info.put(c, KernelCalls.ESTABLISHED | retransmits << 16 | probes << 24);
        return this;
    }

    public ScriptedKernel unread(Connection c, int bytes) {
        unread.put(c, bytes);
        return this;
    }

    @Override
    public int ready(Connection c) {
        asked++;
        return ready.getOrDefault(c, -1);
    }

    @Override
    public int info(Connection c) {
        asked++;
        return info.getOrDefault(c, 0);
    }

    @Override
    public int unread(Connection c) {
        asked++;
        return unread.getOrDefault(c, -1);
    }
}
