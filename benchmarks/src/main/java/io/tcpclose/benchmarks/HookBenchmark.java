package io.tcpclose.benchmarks;

import io.tcpclose.bootstrap.SocketHooks;
import java.io.FileDescriptor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What one read or write pays: enter and exit of the hook, round robin over the connections, without the system call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HookBenchmark {
    private static final int BYTES = 64;

    /** A power of two. */
    @Param({"1", "1024"})
    public int connections;

    private FileDescriptor[] descriptors = {};
    private int next;

    @Setup
    public void register() {
        descriptors = Connections.open(connections);
    }

    private FileDescriptor next() {
        return descriptors[next++ & (connections - 1)];
    }

    @Benchmark
    public Object empty() {
        return next();
    }

    @Benchmark
    public Object read() {
        FileDescriptor descriptor = next();
        SocketHooks.readExit(SocketHooks.readEnter(descriptor), BYTES, null, 0, 0);
        return descriptor;
    }

    @Benchmark
    public Object write() {
        FileDescriptor descriptor = next();
        SocketHooks.writeExit(SocketHooks.writeEnter(descriptor, 0, 0, 0), BYTES, null);
        return descriptor;
    }
}
