package io.tcpclose.demo;

import io.tcpclose.demo.ProcNet.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The life line of one scenario beside the kernel's states of both ends. A row for each step that the scenario tells of, and
 * for each change between. Thread-safe: the scenario's threads tell, the sampler looks, and writes nothing while one tells, so
 * that the rows are in the order in which the states were seen.
 *
 * <p>A row is {@code milliseconds | our end | unread | peer's end | agent | what}; ends in the words of the kernel, {@code -} where
 * it has none; the agent's halves as {@code inbound/outbound}.
 */
final class Explanation implements Narrator {
    private static final String FORMAT = "%6s | %-11s | %6s | %-11s | %-16s | %s";
    static final String HEADER = FORMAT.formatted("ms", "our end", "unread", "peer's end", "agent", "what happened");

    private static final int LOOKS = 5;

    /** As long as an acknowledgement may be delayed: 200 ms (TCP_DELACK_MAX) and the time to look. */
    private static final int ATTEMPTS = 15;

    private static final int BETWEEN_ATTEMPTS_MILLIS = 20;

    /** Over as soon as an acknowledgement comes. */
    private static final Set<String> ON_THE_WAY = Set.of("FIN_WAIT_1", "LAST_ACK", "CLOSING");

    record Seen(String ours, String unread, String peers, String agent) {
        boolean isOnTheWay() {
            return ON_THE_WAY.contains(ours) || ON_THE_WAY.contains(peers);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Scenario scenario;
    private final Tables tables;
    private final Set<List<Integer>> old = ConcurrentHashMap.newKeySet();
    private final List<Object> sockets = new CopyOnWriteArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private final List<Integer> ports;
    private final List<Integer> ownPorts;
    private long start;
    private long lastRow;
    private Seen last = new Seen("-", "-", "-", "-");

    /** @param ports of the listeners, the peer's and our own; both lists may grow */
    Explanation(Scenario scenario, Tables tables, List<Integer> ports, List<Integer> ownPorts) {
        this.scenario = scenario;
        this.tables = tables;
        this.ports = ports;
        this.ownPorts = ownPorts;
    }

    /** A number that was somebody else's a moment ago may still be in TIME_WAIT. */
    @Override
    public void begins() {
        tables.now().forEach(end -> old.add(end.ports()));
    }

    @Override
    public void opened(Object socket) {
        sockets.add(socket);
    }

    @Override
    public void did(String what) {
        lock.lock();
        try {
            add(settled(), what);
        } finally {
            lock.unlock();
        }
    }

    /** What is seen twice alike, with nothing on its way any more: what was just done takes its time. */
    private Seen settled() {
        Seen seen = stable();
        for (int i = 0; i < ATTEMPTS && seen.isOnTheWay(); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_ATTEMPTS_MILLIS));
            seen = stable();
        }
        return seen;
    }

    /** What is seen twice alike: the kernel's tables are no snapshot. */
    private Seen stable() {
        Seen before = look(tables.now());
        for (int i = 0; i < LOOKS; i++) {
            Seen seen = look(tables.now());
            if (seen.equals(before)) {
                return seen;
            }
            before = seen;
        }
        return before;
    }

    /**
     * A row if something has changed since the last one. Two readings, one right after the other, serve all scenarios, and none
     * waits for another: on a machine with many sockets that took longer than they are played.
     *
     * @param began {@link System#nanoTime()} before the first reading; a row that was written since knows more
     * @param before what {@link #look} gave between the two readings
     */
    void sample(long began, Seen before, List<End> now) {
        if (!lock.tryLock()) return;
        try {
            boolean outOfDate = !rows.isEmpty() && lastRow - began > 0;
            if (!outOfDate && !before.equals(last) && before.equals(look(now))) add(before, "");
        } finally {
            lock.unlock();
        }
    }

    private void add(Seen seen, String what) {
        if (rows.isEmpty()) {
            start = System.nanoTime();
        }
        lastRow = System.nanoTime();
        long at = (lastRow - start) / 1_000_000;
        rows.add(FORMAT.formatted(at, seen.ours, seen.unread, seen.peers, seen.agent, what)
                .stripTrailing());
        last = seen;
    }

    Seen look(List<End> table) {
        List<End> ours = ends(table, true);
        List<End> peers = ends(table, false);
        return new Seen(
                states(ours),
                ours.isEmpty()
                        ? "-"
                        : String.valueOf(ours.stream().mapToLong(End::unread).sum()),
                states(peers),
                sockets.isEmpty()
                        ? "-"
                        : sockets.stream().map(AgentView::of).distinct().collect(Collectors.joining(" ")));
    }

    private List<End> ends(List<End> table, boolean ours) {
        return table.stream()
                .filter(end -> !end.state().equals("LISTEN") && !old.contains(end.ports()))
                .filter(end -> isEnd(end, ours))
                .toList();
    }

    /** A connect leads from an unknown port to one of the listeners'. */
    private boolean isEnd(End end, boolean ours) {
        boolean accepted = ports.contains(end.localPort());
        boolean connected = ports.contains(end.remotePort());
        boolean listenerIsOurs = ownPorts.contains(accepted ? end.localPort() : end.remotePort());
        return (accepted || connected) && (accepted == listenerIsOurs) == ours;
    }

    private static String states(List<End> ends) {
        return ends.isEmpty()
                ? "-"
                : ends.stream().map(End::state).distinct().sorted().collect(Collectors.joining(" "));
    }

    /** Once nobody tells or looks any more. */
    List<String> text() {
        String title = scenario.name() + ": " + scenario.summary();
        return Stream.concat(Stream.of("", title, HEADER), rows.stream()).toList();
    }
}
