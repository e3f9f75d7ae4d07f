package io.tcpclose.benchmarks.load;

import java.lang.instrument.Instrumentation;

/** What any {@code -javaagent} costs: the module java.instrument, the jar, this class. */
public final class NoOpAgent {
    private NoOpAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {}
}
