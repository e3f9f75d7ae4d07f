package io.tcpclose.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The kernel's tables as another process sees them. */
final class ProcNet {
    private static final List<String> STATES = List.of(
            "?",
            "ESTABLISHED",
            "SYN_SENT",
            "SYN_RECV",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "TIME_WAIT",
            "CLOSE",
            "CLOSE_WAIT",
            "LAST_ACK",
            "LISTEN",
            "CLOSING");

    private ProcNet() {}

    /** @param inode 0 when no descriptor of any process holds it */
    record Row(int localPort, int remotePort, String state, long unread, long inode) {
        /** A line of {@code /proc/net/tcp} or {@code tcp6}. */
        static Row parse(String line) {
            String[] words = line.trim().split("\\s+", -1);
            return new Row(
                    port(words[1]),
                    port(words[2]),
                    STATES.get(Integer.parseInt(words[3], 16)),
                    Long.parseLong(words[4].substring(words[4].indexOf(':') + 1), 16),
                    Long.parseLong(words[9]));
        }

        private static int port(String address) {
            return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
        }
    }

    static List<Row> rows(long pid) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", table)).stream()
                    .skip(1)
                    .map(Row::parse)
                    .forEach(rows::add);
        }
        return rows;
    }

    static Set<Long> socketInodes(long pid) throws IOException {
        Set<Long> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            descriptors
                    .map(ProcNet::target)
                    .filter(target -> target.startsWith("socket:["))
                    .forEach(target -> inodes.add(Long.parseLong(target.substring(8, target.length() - 1))));
        }
        return inodes;
    }

    /** Unix domain sockets: not ours. */
    static Set<Long> unixInodes(long pid) throws IOException {
        Set<Long> inodes = new HashSet<>();
        Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", "unix")).stream()
                .skip(1)
                .forEach(line -> inodes.add(Long.parseLong(line.trim().split("\\s+", -1)[6])));
        return inodes;
    }

    /** Empty for a descriptor that was closed while we looked. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
