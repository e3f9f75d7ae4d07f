package io.tcpclose.agent.cli.view;

import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.ProcSockets;
import io.tcpclose.agent.cli.process.ProcSockets.Socket;
import io.tcpclose.export.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A JVM without the agent: what the kernel tells of its sockets. */
public final class ProcText {
    private static final int MAX_ROWS = 20;

    private ProcText() {}

    public static List<String> lines(JvmProcess process, ProcSockets sockets) {
        List<String> lines = new ArrayList<>();
        lines.add("pid " + process.pid() + " " + Text.clean(process.main()) + "  java "
                + Text.clean(process.javaVersion()) + "   no agent: from /proc   connections "
                + sockets.connections().size() + "  " + closeWait(sockets));
        lines.add("STATES  "
                + (sockets.states().isEmpty()
                        ? "no TCP sockets"
                        : sockets.states().entrySet().stream()
                                .map(state -> state.getKey() + " " + state.getValue())
                                .collect(Collectors.joining("  "))));
        lines.addAll(connections(sockets));
        lines.addAll(listeners(sockets));
        if (sockets.isTruncated()) lines.add("NOTE  the kernel's table was longer than what was read of it");
        lines.add("NOTE  no history and no code in /proc; both with: report " + process.pid()
                + " --attach (loads the agent, reports, detaches)");
        return lines;
    }

    /** By endpoint. */
    static List<String> connections(ProcSockets sockets) {
        List<String> lines = new ArrayList<>(closeWaits(sockets));
        lines.addAll(endpoints(sockets));
        return lines;
    }

    private static String closeWait(ProcSockets sockets) {
        List<Socket> waiting = sockets.closeWait();
        long unnoticed = waiting.stream().filter(Socket::isUnnoticed).count();
        return "close_wait " + waiting.size()
                + (waiting.isEmpty()
                        ? ""
                        : " (noticed " + (waiting.size() - unnoticed) + ", unnoticed " + unnoticed + ")");
    }

    /** A FIN counts as one byte of the queue until it is read: the rest is data that nobody reads. */
    private static List<String> closeWaits(ProcSockets sockets) {
        Table table = new Table("CLOSE_WAIT", ">noticed", ">unnoticed", ">unread bytes");
        byEndpoint(sockets, sockets.closeWait()).forEach((endpoint, rows) -> {
            long unnoticed = rows.stream().filter(Socket::isUnnoticed).count();
            long unread = rows.stream()
                    .mapToLong(row -> Math.max(0, row.rxQueue() - 1))
                    .sum();
            table.add(endpoint, rows.size() - unnoticed, unnoticed, unread);
        });
        return shown(table);
    }

    private static List<String> endpoints(ProcSockets sockets) {
        Table table = new Table("ENDPOINT", ">connections", "states");
        Map<String, List<Socket>> groups = byEndpoint(sockets, sockets.connections());
        groups.entrySet().stream()
                .sorted(Comparator.comparingInt(group -> -group.getValue().size()))
                .forEach(group -> table.add(group.getKey(), group.getValue().size(), states(group.getValue())));
        return shown(table);
    }

    private static String states(List<Socket> sockets) {
        Map<String, Long> counts = new TreeMap<>(
                sockets.stream().collect(Collectors.groupingBy(Socket::stateName, Collectors.counting())));
        return counts.entrySet().stream()
                .map(state -> state.getKey() + " " + state.getValue())
                .collect(Collectors.joining("  "));
    }

    private static List<String> listeners(ProcSockets sockets) {
        Table table = new Table("LISTENER", ">accept queue", ">gave up before accept");
        sockets.listeners()
                .forEach(listener -> table.add(listener.local(), listener.rxQueue(), sockets.neverAccepted(listener)));
        return shown(table);
    }

    private static Map<String, List<Socket>> byEndpoint(ProcSockets sockets, List<Socket> rows) {
        return rows.stream().collect(Collectors.groupingBy(sockets::endpoint, TreeMap::new, Collectors.toList()));
    }

    private static List<String> shown(Table table) {
        if (table.isEmpty()) return List.of();
        List<String> lines = table.lines();
        if (lines.size() <= MAX_ROWS + 1) return lines;
        List<String> first = new ArrayList<>(lines.subList(0, MAX_ROWS + 1));
        first.add("... " + (lines.size() - first.size()) + " more lines");
        return first;
    }
}
