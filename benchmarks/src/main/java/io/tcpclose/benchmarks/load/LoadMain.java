package io.tcpclose.benchmarks.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A forked JVM: warms a load up, measures it, prints {@code cpu=} one number, and {@code watched=} how many descriptors the agent's
 * epoll set holds at the end. Arguments: load, operations in a batch, seconds of warm-up,
 * windows, milliseconds of a window, and {@code steady} (CPU nanoseconds of one operation, the median window) or {@code switch}
 * (hooks on against off in neighbouring windows, in percent, the median pair).
 */
public final class LoadMain {
    private static final long MILLI = 1_000_000;

    private final Load load;
    private final int batch;
    private final long window;

    private LoadMain(Load load, int batch, long window) {
        this.load = load;
        this.batch = batch;
        this.window = window;
    }

    public static void main(String[] args) throws Exception {
        LoadMain main = new LoadMain(Load.named(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[4]) * MILLI);
        long warmUp = Long.parseLong(args[2]) * 1_000 * MILLI;
        int windows = Integer.parseInt(args[3]);
        double cpu = args[5].equals("switch") ? main.switched(warmUp, windows) : main.steady(warmUp, windows);
        System.out.println("cpu=" + cpu + ";watched=" + Watched.count());
    }

    private double steady(long warmUp, int windows) throws Exception {
        measure(warmUp);
        List<Double> costs = new ArrayList<>();
        for (int i = 0; i < windows; i++) costs.add(measure(window));
        return median(costs);
    }

    /** On, off, off, on: a drift of the machine then hits both alike. */
    private double switched(long warmUp, int pairs) throws Exception {
        HookSwitch hooks = new HookSwitch();
        long end = System.nanoTime() + warmUp;
        for (boolean on = true; System.nanoTime() < end; on = !on) cost(hooks, on);
        List<Double> percent = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            boolean first = i % 2 == 0;
            double a = cost(hooks, first);
            double b = cost(hooks, !first);
            percent.add(100 * ((first ? a / b : b / a) - 1));
        }
        return median(percent);
    }

    private double cost(HookSwitch hooks, boolean on) throws Exception {
        hooks.set(on);
        return measure(window);
    }

    /** @return CPU nanoseconds of one operation */
    private double measure(long nanos) throws Exception {
        long start = System.nanoTime();
        long cpu = CpuClock.nanos();
        long done = 0;
        for (; System.nanoTime() - start < nanos; done += batch) load.run(batch);
        return (double) (CpuClock.nanos() - cpu) / done;
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
