package io.tcpclose.agent.trace;

import io.tcpclose.instrument.TraceReaderClass;
import org.jspecify.annotations.Nullable;

/**
 * What knows of traces.
 *
 * <p>{@code trigger}: once this class is initialised, by the application, the library is set up as the application wants it.
 * Asked before, a library would look for its parts in whatever context the agent's thread has. {@code anchor}: the class that the
 * reader calls, and that keeps it alive.
 */
enum Library {
    OPEN_TELEMETRY("io.opentelemetry.context.LazyStorage", "io.opentelemetry.api.trace.Span"),
    /** The copy of OpenTelemetry's own agent, where most applications have theirs from. */
    OPEN_TELEMETRY_AGENT(
            Library.SHADED + "io.opentelemetry.context.LazyStorage",
            Library.SHADED + "io.opentelemetry.api.trace.Span"),
    MDC("org.slf4j.MDC", "org.slf4j.MDC");

    private static final String SHADED = "io.opentelemetry.javaagent.shaded.";

    final String trigger;
    final String anchor;

    Library(String trigger, String anchor) {
        this.trigger = trigger;
        this.anchor = anchor;
    }

    /** The class that asks it. */
    byte[] reader() {
        return switch (this) {
            case OPEN_TELEMETRY -> TraceReaderClass.ofOpenTelemetry("");
            case OPEN_TELEMETRY_AGENT -> TraceReaderClass.ofOpenTelemetry(SHADED);
            case MDC -> TraceReaderClass.ofMdc();
        };
    }

    /** Null where none has this trigger. */
    static @Nullable Library of(String trigger) {
        for (Library library : values()) if (library.trigger.equals(trigger)) return library;
        return null;
    }
}
