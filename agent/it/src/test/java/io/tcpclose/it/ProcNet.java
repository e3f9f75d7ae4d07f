package io.tcpclose.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The kernel's tables of TCP sockets, and who holds which of them. */
public final class ProcNet {
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

    /** Which word of a line is the inode. */
    private static final Map<String, Integer> OTHERS = Map.of("unix", 6, "udp", 9, "udp6", 9);

    private ProcNet() {}

    /**
     * @param unsent bytes that the peer has not acknowledged
     * @param retransmits of the oldest segment that is not acknowledged
     * @param inode 0 when no descriptor of any process holds it
     */
    public record Row(
            int localPort, int remotePort, String state, long unsent, long unread, int retransmits, long inode) {
        /** A line of {@code /proc/net/tcp} or {@code tcp6}. */
        static Row parse(String line) {
            String[] words = line.trim().split("\\s+", -1);
            return new Row(
                    port(words[1]),
                    port(words[2]),
                    STATES.get(Integer.parseInt(words[3], 16)),
                    Long.parseLong(words[4].substring(0, words[4].indexOf(':')), 16),
                    Long.parseLong(words[4].substring(words[4].indexOf(':') + 1), 16),
                    Integer.parseInt(words[6], 16),
                    Long.parseLong(words[9]));
        }

        private static int port(String address) {
            return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
        }
    }

    public static List<Row> rows(long pid) throws IOException {
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
        return socketDescriptors(pid).keySet();
    }

    /** Of each socket, one of the numbers by which the process holds it. */
    public static Map<Long, Integer> socketDescriptors(long pid) throws IOException {
        Map<Long, Integer> numbers = new HashMap<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            descriptors.forEach(descriptor -> {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    long inode = Long.parseLong(target.substring(8, target.length() - 1));
                    numbers.put(inode, Integer.parseInt(descriptor.getFileName().toString()));
                }
            });
        }
        return numbers;
    }

    /** Unix domain and UDP sockets: not ours. */
    static Set<Long> otherInodes(long pid) throws IOException {
        Set<Long> inodes = new HashSet<>();
        for (Map.Entry<String, Integer> table : OTHERS.entrySet()) {
            Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", table.getKey())).stream()
                    .skip(1)
                    .forEach(line -> inodes.add(Long.parseLong(line.trim().split("\\s+", -1)[table.getValue()])));
        }
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
