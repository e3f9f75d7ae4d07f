package io.tcpclose.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kernel's tables of TCP sockets, /proc/net/tcp and tcp6. */
final class ProcNet {
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final List<String> STATES = List.of(
            "none",
            "ESTABLISHED",
            "SYN_SENT",
            "SYN_RECV",
            "FIN_WAIT_1",
            "FIN_WAIT_2",
            "TIME_WAIT",
            "CLOSE",
            "CLOSE_WAIT",
            "LAST_ACK",
            "LISTEN",
            "CLOSING");

    private static final int COLUMNS_BEFORE_INODE = 4;

    private ProcNet() {}

    /** One row. A socket without a descriptor has inode 0. */
    record End(String state, int localPort, int remotePort, long unread, String inode) {
        List<Integer> ports() {
            return List.of(localPort, remotePort);
        }

        boolean hasDescriptor() {
            return !inode.equals("0");
        }
    }

    static List<End> endsTowards(int remotePort) throws IOException {
        return ends().filter(end -> end.remotePort() == remotePort).toList();
    }

    static List<End> endsAt(int localPort) throws IOException {
        return ends().filter(end -> end.localPort() == localPort).toList();
    }

    static Set<String> sockets() throws IOException {
        return ends().map(End::inode).collect(Collectors.toSet());
    }

    /** The sockets of a process, TCP or unknown to every table, without the JDK's own Unix-domain pair. */
    static Set<String> socketsOf(long pid) throws IOException {
        String unix = Files.readString(Path.of("/proc/net/unix"));
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors
                    .map(ProcNet::target)
                    .map(SOCKET::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .filter(inode -> !unix.contains(" " + inode))
                    .collect(Collectors.toSet());
        }
    }

    /** All rows; empty where there is no such table. */
    static List<End> now() {
        try {
            return ends().toList();
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    /** The tables are read in pieces: where they change meanwhile, a row may come twice. */
    private static Stream<End> ends() throws IOException {
        return Stream.concat(rows("/proc/net/tcp"), rows("/proc/net/tcp6")).distinct();
    }

    private static Stream<End> rows(String table) throws IOException {
        return Files.readAllLines(Path.of(table)).stream().skip(1).map(ProcNet::end);
    }

    private static End end(String row) {
        StringTokenizer columns = new StringTokenizer(row);
        columns.nextToken();
        int localPort = Integer.parseInt(afterColon(columns.nextToken()), 16);
        int remotePort = Integer.parseInt(afterColon(columns.nextToken()), 16);
        String state = STATES.get(Integer.parseInt(columns.nextToken(), 16));
        long unread = Long.parseLong(afterColon(columns.nextToken()), 16);
        for (int unused = 0; unused < COLUMNS_BEFORE_INODE; unused++) {
            columns.nextToken();
        }
        return new End(state, localPort, remotePort, unread, columns.nextToken());
    }

    private static String afterColon(String column) {
        return column.substring(column.indexOf(':') + 1);
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
