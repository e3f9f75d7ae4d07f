package io.tcpclose.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link HookBenchmark} under JMH: nanoseconds and bytes of one hook over the empty loop. */
final class HookSection {
    /** What the agent opens for its boot classes at run time. */
    static final String[] OPEN_JDK = {
        "--add-exports=java.base/jdk.internal.access=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
    };

    private static final double BUDGET_NANOS = 3;
    /** An object on each call would show as 16 bytes; hundredths are the profilers' own. */
    private static final double LEAST_OBJECT = 1;

    private final Settings settings;

    HookSection(Settings settings) {
        this.settings = settings;
    }

    void run() throws Exception {
        Table table = new Table(
                "One hook (enter and exit) without the system call, CPU",
                List.of("hook", "connections", "JDK", "ns", "ns over the empty loop", "bytes", "budget 3 ns, 0 B"));
        for (Jdk jdk : settings.jdks()) rows(table, jdk);
    }

    private void rows(Table table, Jdk jdk) throws Exception {
        Map<String, RunResult> results = new TreeMap<>();
        for (RunResult result : measure(jdk)) {
            BenchmarkParams params = result.getParams();
            String name = params.getBenchmark().replaceAll(".*\\.", "");
            results.put(params.getParam("connections") + " " + name, result);
        }
        for (String connections : List.of("1", "1024")) {
            double empty =
                    nanos(requireNonNull(results.get(connections + " empty"))).median();
            for (String hook : List.of("read", "write")) {
                row(table, jdk, connections, hook, requireNonNull(results.get(connections + " " + hook)), empty);
            }
        }
    }

    private Collection<RunResult> measure(Jdk jdk) throws Exception {
        Options options = new OptionsBuilder()
                .include(HookBenchmark.class.getName())
                .jvm(jdk.java())
                .jvmArgsAppend(OPEN_JDK)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .forks(settings.times(1, 2))
                .warmupIterations(settings.times(3, 4))
                .warmupTime(TimeValue.milliseconds(300))
                .measurementIterations(settings.times(3, 8))
                .measurementTime(TimeValue.milliseconds(300))
                .build();
        return new Runner(options).run();
    }

    private static Spread nanos(RunResult result) {
        Spread spread = new Spread();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                spread.add(requireNonNull(iteration.getSecondaryResults().get(CpuProfiler.LABEL))
                        .getScore());
            }
        }
        return spread;
    }

    private static void row(Table table, Jdk jdk, String connections, String hook, RunResult result, double empty)
            throws Exception {
        Spread nanos = nanos(result);
        double over = nanos.median() - empty;
        double bytes = bytes(result);
        table.row(
                hook,
                connections,
                jdk.version(),
                nanos.text("%.2f"),
                String.format("%.2f", over),
                String.format("%.3f", bytes),
                Table.budget(over <= BUDGET_NANOS && bytes < LEAST_OBJECT));
    }

    private static double bytes(RunResult result) {
        for (String name : result.getSecondaryResults().keySet()) {
            if (name.contains("gc.alloc.rate.norm")) {
                return result.getSecondaryResults().get(name).getScore();
            }
        }
        return Double.NaN;
    }
}
