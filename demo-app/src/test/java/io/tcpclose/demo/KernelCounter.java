package io.tcpclose.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A counter of the network namespace, from /proc/net/netstat. */
final class KernelCounter {
    private static final Path TABLE = Path.of("/proc/net/netstat");

    private KernelCounter() {}

    /**
     * How often the machine had no room for one more TIME_WAIT (tcp_max_tw_buckets): {@code tcp_time_wait} then ends the
     * connection at once, and neither TIME_WAIT nor an orphan's FIN_WAIT_2 is ever seen.
     */
    static long timeWaitOverflow() throws IOException {
        return read("TCPTimeWaitOverflow");
    }

    /** Names and values come in pairs of lines. */
    private static long read(String name) throws IOException {
        List<String> lines = Files.readAllLines(TABLE);
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            int column = columns(lines.get(i)).indexOf(name);
            if (column >= 0) {
                return Long.parseLong(columns(lines.get(i + 1)).get(column));
            }
        }
        throw new IOException("no " + name + " in " + TABLE);
    }

    private static List<String> columns(String line) {
        return List.of(line.split(" ", -1));
    }
}
