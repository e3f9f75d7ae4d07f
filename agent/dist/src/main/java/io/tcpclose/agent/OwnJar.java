package io.tcpclose.agent;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The jar that the agent is loaded from. A deployment may copy another one over it while the JVM runs, so what may be
 * needed later is read into memory once the agent has started: less than three megabytes.
 *
 * <p>Byte Buddy is not: by then all of it that weaves is loaded.
 */
final class OwnJar {
    private static final String COMMAND_LINE = "io/tcpclose/agent/cli/";

    private static final List<String> ALWAYS = List.of("io/tcpclose/", "com/fasterxml/jackson/");
    private static final List<String> METERS = List.of("io/micrometer/");
    private static final List<String> HTTP = List.of("io/prometheus/");
    private static final List<String> OTLP = List.of("io/opentelemetry/", "com/google/protobuf/");

    /** Some 30 ms of a core, which a program that ends at once is not to pay. */
    private static final long DELAY_MILLIS = 100;

    private OwnJar() {}

    /** On a thread that has nothing else to do. */
    static void hold(boolean http, boolean otlp) {
        try {
            TimeUnit.MILLISECONDS.sleep(DELAY_MILLIS);
        } catch (InterruptedException e) {
            return;
        }
        // AgentClassLoader, which is of another class loader
        if (!(OwnJar.class.getClassLoader() instanceof Predicate<?> loader)) return;
        List<String> parts = new ArrayList<>(ALWAYS);
        if (http || otlp) parts.addAll(METERS);
        if (http) parts.addAll(HTTP);
        if (otlp) parts.addAll(OTLP);
        @SuppressWarnings("unchecked")
        Predicate<Predicate<String>> held = (Predicate<Predicate<String>>) loader;
        if (!held.test(path -> isOf(parts, path)))
            Say.line("the agent's jar was overwritten: parts of the agent that are not loaded yet may be missing");
    }

    private static boolean isOf(List<String> parts, String path) {
        for (String part : parts) if (path.startsWith(part)) return !path.startsWith(COMMAND_LINE);
        return false;
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
