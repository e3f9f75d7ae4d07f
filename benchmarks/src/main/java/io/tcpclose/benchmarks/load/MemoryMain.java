package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;

/**
 * A forked JVM: opens so many pairs of sockets, lets the agent come by, and prints the used heap per socket and the shallow size
 * of the agent's record (0 without the agent).
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
            usedAfterGc();
            Thread.sleep(settle);
            long before = usedAfterGc();
            open(open, pairs, listener);
            Thread.sleep(settle);
            System.out.println((usedAfterGc() - before) / (2.0 * pairs) + " " + recordSize());
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

    /** The first call leaves a megabyte of its own behind. */
    private static long usedAfterGc() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** From a line of the histogram: number, instances, bytes, class. */
    private static long recordSize() throws Exception {
        for (String line : histogram().split("\n")) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length >= 4 && columns[3].equals(RECORD)) {
                return Long.parseLong(columns[2]) / Long.parseLong(columns[1]);
            }
        }
        return 0;
    }

    private static String histogram() throws Exception {
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        Object[] none = {new String[0]};
        String[] types = {String[].class.getName()};
        return (String) ManagementFactory.getPlatformMBeanServer().invoke(commands, "gcClassHistogram", none, types);
    }
}
