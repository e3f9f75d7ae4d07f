package io.tcpclose.agent;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The jar that the agent is loaded from. A deployment may copy another one over it while the JVM runs, so what may be needed
 * later is read into memory once the agent has started: about two megabytes.
 */
final class OwnJar {
    /** Parts of the jar by the option that needs them; what only the command line needs is none of them. */
    private static final List<String> ALWAYS = List.of(
            "io/tcpclose/agent/",
            "io/tcpclose/core/",
            "io/tcpclose/export/",
            "io/tcpclose/instrument/",
            "io/tcpclose/micrometer/",
            "com/fasterxml/jackson/");

    private static final List<String> METERS = List.of("io/micrometer/");
    private static final List<String> HTTP = List.of("io/prometheus/");
    private static final List<String> OTLP = List.of("io/opentelemetry/", "com/google/protobuf/");

    private OwnJar() {}

    /** On a thread that has nothing else to do: it takes some ten milliseconds. */
    static void hold(boolean http, boolean otlp) {
        if (!(OwnJar.class.getClassLoader() instanceof Predicate<?> loader)) return;
        List<String> parts = new ArrayList<>(ALWAYS);
        if (http || otlp) parts.addAll(METERS);
        if (http) parts.addAll(HTTP);
        if (otlp) parts.addAll(OTLP);
        @SuppressWarnings("unchecked") // AgentClassLoader
        Predicate<String> held = (Predicate<String>) loader;
        boolean whole = true;
        for (String part : parts) whole &= held.test(part);
        if (!whole)
            Say.line("the agent's jar was overwritten: parts of the agent that are not loaded yet may be missing");
    }

    /** The last that the agent does. */
    static void close() {
        if (!(OwnJar.class.getClassLoader() instanceof Closeable loader)) return;
        try {
            loader.close();
        } catch (IOException e) {
            // It is closed when the loader is collected.
        }
    }
}
