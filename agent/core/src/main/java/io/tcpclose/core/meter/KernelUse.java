package io.tcpclose.core.meter;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.core.connection.TcpState;
import io.tcpclose.core.kernel.DescriptorUse;
import io.tcpclose.core.kernel.KernelCounters;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.OpenSockets;
import io.tcpclose.core.report.Sharers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What the kernel says: kept from its last reading, or asked for now where somebody wants all meters. */
final class KernelUse {
    /** Who else holds our sockets is found by reading the descriptors of other processes. */
    private static final long BETWEEN_SCANS = TimeUnit.SECONDS.toNanos(60);

    private static final int MAX_PORTS = 16;
    /** FIN_WAIT_1, FIN_WAIT_2, LAST_ACK, CLOSING of tcp_states.h. */
    private static final int[] ORPHAN_STATES = {4, 5, 9, 11};

    private final Engine engine;
    private final DescriptorUse descriptors = new DescriptorUse("/proc/self");
    private long lastScan;
    private boolean scanned;
    private int shared;

    KernelUse(Engine engine) {
        this.engine = engine;
    }

    void add(Rows rows, List<Connection> open, long now) {
        rows.gauge(Measure.UNTRACKED, engine.kernel().untracked());
        Map<Integer, Integer> orphans = engine.kernel().orphans();
        for (int state : ORPHAN_STATES)
            rows.gauge(Measure.ORPHANS, orphans.getOrDefault(state, 0), String.valueOf(TcpState.ofKernel(state)));
        listeners(rows);
        if (MeterBoard.wantsEverything()) costly(rows, open, now);
    }

    private void costly(Rows rows, List<Connection> open, long now) {
        descriptors(rows);
        sharers(rows, open, now);
        KernelCounters counters = engine.kernel().counters();
        if (counters != null)
            counters.tcpExt().forEach((event, n) -> rows.counter(Measure.KERNEL_EVENTS, n, event, "netns"));
    }

    private void descriptors(Rows rows) {
        if (engine.kernel().descriptors() == null) return;
        long open = descriptors.open();
        long limit = descriptors.limit();
        if (open >= 0) rows.gauge(Measure.FDS_OPEN, open);
        if (limit >= 0) rows.gauge(Measure.FDS_LIMIT, limit);
    }

    private void sharers(Rows rows, List<Connection> open, long now) {
        if (engine.kernel().descriptors() == null) return;
        if (!scanned || now - lastScan >= BETWEEN_SCANS) {
            scanned = true;
            lastScan = now;
            shared = Sharers.of(open, engine.kernel().descriptors()).size();
        }
        rows.gauge(Measure.SHARED, shared, "processes");
    }

    /** By port, the lowest first: two listeners of one port differ in their address, or share it by SO_REUSEPORT. */
    private void listeners(Rows rows) {
        Map<Integer, Integer> queues = new TreeMap<>();
        Map<Integer, Integer> gone = new TreeMap<>();
        for (Connection listener : OpenSockets.listeners()) {
            Integer queue = engine.kernel().acceptQueue(listener);
            Integer closeWait = engine.kernel().backlogCloseWait(listener);
            if (listener.localPort() == 0) continue;
            if (queue != null) queues.merge(listener.localPort(), queue, Integer::sum);
            if (closeWait != null) gone.merge(listener.localPort(), closeWait, Integer::sum);
        }
        queues.entrySet().stream()
                .limit(MAX_PORTS)
                .forEach(e -> rows.gauge(Measure.ACCEPT_QUEUE, e.getValue(), String.valueOf(e.getKey())));
        gone.entrySet().stream()
                .limit(MAX_PORTS)
                .forEach(e -> rows.gauge(Measure.BACKLOG_CLOSE_WAIT, e.getValue(), String.valueOf(e.getKey())));
    }
}
