package io.tcpclose.benchmarks;

import io.tcpclose.benchmarks.load.CpuClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/** CPU nanoseconds of an operation: JMH's own score is wall clock, which a busy machine doubles. */
public final class CpuProfiler implements InternalProfiler {
    static final String LABEL = "cpu";

    private long before;

    @Override
    public String getDescription() {
        return "CPU time of the process without its compiler";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = nanos();
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double cost = (double) (nanos() - before) / result.getMetadata().getAllOps();
        return List.of(new ScalarResult(LABEL, cost, "ns/op", AggregationPolicy.AVG));
    }

    private static long nanos() {
        try {
            return CpuClock.nanos();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
