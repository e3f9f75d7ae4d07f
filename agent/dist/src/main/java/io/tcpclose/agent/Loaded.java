package io.tcpclose.agent;

import java.lang.instrument.Instrumentation;

/**
 * How this agent was loaded.
 *
 * @param attached late, into a JVM that runs
 * @param jar where the agent's jar is, whatever it was renamed to
 */
record Loaded(Instrumentation instrumentation, boolean attached, String jar, String version) {}
