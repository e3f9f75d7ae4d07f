package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A forked JVM whose connections come and go at a fixed rate, and what the agent's thread takes of a core meanwhile. A look at
 * its CPU time every 50 ms tells its passes apart, and those that read the kernel's tables cost many times as much as others.
 */
public final class PacedChurn {
    private static final int CYCLES = 50;
    private static final int SLICES_A_SECOND = 20;
    private static final long SLICE_NANOS = 1_000_000_000 / SLICES_A_SECOND;
    private static final int MANY_TIMES = 10;

    private final Churn churn = new Churn();

    private PacedChurn() throws IOException {}

    /** Arguments: seconds of warm-up, seconds that are measured. */
    public static void main(String[] args) throws Exception {
        PacedChurn main = new PacedChurn();
        main.passes(Integer.parseInt(args[0]));
        int seconds = Integer.parseInt(args[1]);
        print(main.passes(seconds), seconds);
    }

    /** @return CPU nanoseconds of each time that the agent's thread ran, be it for several slices */
    private List<Long> passes(int seconds) throws Exception {
        List<Long> costs = new ArrayList<>();
        long start = System.nanoTime();
        long pass = 0;
        for (int slice = 1; slice <= seconds * SLICES_A_SECOND; slice++) {
            long cost = slice(start + slice * SLICE_NANOS);
            pass += cost;
            if (cost > 0 || pass == 0) continue;
            costs.add(pass);
            pass = 0;
        }
        return costs;
    }

    private long slice(long due) throws Exception {
        long before = CpuClock.nanos("tcpclose");
        churn.run(CYCLES);
        Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        return CpuClock.nanos("tcpclose") - before;
    }

    private static void print(List<Long> costs, int seconds) {
        Collections.sort(costs);
        long pass = costs.isEmpty() ? 0 : costs.get(costs.size() / 2);
        List<Long> readings =
                costs.stream().filter(cost -> cost > MANY_TIMES * pass).toList();
        System.out.printf(
                Locale.ROOT,
                "share=%f;passes=%d;pass=%f;readings=%d;reading=%f%n",
                sum(costs) / (seconds * 1e7),
                costs.size(),
                pass / 1e6,
                readings.size(),
                readings.isEmpty() ? 0 : sum(readings) / 1e6 / readings.size());
    }

    private static double sum(List<Long> costs) {
        return costs.stream().mapToLong(cost -> cost).sum();
    }
}
