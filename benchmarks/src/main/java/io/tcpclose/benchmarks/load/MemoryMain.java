package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;

/**
 * A forked JVM: opens so many pairs of sockets, lets the agent come by, and prints the live heap per socket, the shallow size
 * of the agent's record (0 without the agent), and how many descriptors its epoll set holds.
 */
public final class MemoryMain {
    private static final String RECORD = "io.tcpclose.bootstrap.Connection";
    /** What the first sockets of a JVM cost is not theirs. */
    private static final int WARM_UP = 500;

    private MemoryMain() {}

    /** Arguments: pairs that are counted, milliseconds for the agent to settle. */
    public static void main(String[] args) throws Exception {
        int pairs = Integer.parseInt(args[0]);
        long settle = Long.parseLong(args[1]);
        List<Loopback.Pair> open = new ArrayList<>(pairs + WARM_UP);
        try (ServerSocket listener = Loopback.listen()) {
            open(open, WARM_UP, listener);
            histogram();
            Thread.sleep(settle);
            Live before = live();
            open(open, pairs, listener);
            Thread.sleep(settle);
            Live after = live();
            System.out.println(
                    (after.bytes - before.bytes) / (2.0 * pairs) + " " + after.record + " " + Watched.count());
        }
        for (Loopback.Pair pair : open) {
            pair.client().close();
            pair.server().close();
        }
    }

    /** Each pair has exchanged a message, as any that is open for a while has. */
    private static void open(List<Loopback.Pair> open, int pairs, ServerSocket listener) throws IOException {
        byte[] buffer = new byte[Loopback.MESSAGE];
        for (int i = 0; i < pairs; i++) {
            Loopback.Pair pair = Loopback.connect(listener);
            pair.client().getOutputStream().write(buffer);
            pair.server()
                    .getOutputStream()
                    .write(buffer, 0, pair.server().getInputStream().read(buffer));
            pair.client().getInputStream().read(buffer);
            open.add(pair);
        }
    }

    private record Live(long bytes, long record) {}

    /** Not the used heap: that counts what the agent's thread has thrown away since the last collection. */
    private static Live live() throws Exception {
        long total = 0;
        long record = 0;
        for (String line : histogram().split("\n")) {
            String[] columns = line.strip().split("\\s+");
            if (columns[0].equals("Total")) total = Long.parseLong(columns[2]);
            else if (columns[columns.length - 1].equals(RECORD)) {
                record = Long.parseLong(columns[2]) / Long.parseLong(columns[1]);
            }
        }
        return new Live(total, record);
    }

    /** Lines of number, instances, bytes, class, after a collection. */
    private static String histogram() throws Exception {
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        Object[] none = {new String[0]};
        String[] types = {String[].class.getName()};
        return (String) ManagementFactory.getPlatformMBeanServer().invoke(commands, "gcClassHistogram", none, types);
    }
}
