package io.tcpclose.export.jfr;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import jdk.jfr.Event;
import org.jspecify.annotations.Nullable;

/**
 * Gives an event the time at which it happened. JFR has no API for that: {@code begin()} is always now. It keeps both times in
 * fields {@code startTime} and {@code duration} that the JVM adds to the class of each event (jfrEventClassTransformer.cpp),
 * counted in ticks of its own clock. Where they are not there, an event is of the moment when it was written.
 */
final class PastEvent {
    private static final double NANOS = 1e9;

    private final Field start;
    private final Field duration;
    private final double ticksPerNano;

    private PastEvent(Field start, Field duration, double ticksPerNano) {
        this.start = start;
        this.duration = duration;
        this.ticksPerNano = ticksPerNano;
    }

    /** Null where this JVM has it otherwise. */
    static @Nullable PastEvent of(Class<? extends Event> type) {
        try {
            return new PastEvent(field(type, "startTime"), field(type, "duration"), ticksPerNano());
        } catch (ReflectiveOperationException | RuntimeException otherwise) {
            return null;
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** A static method since JDK 21. Its package must have been opened to us. */
    private static double ticksPerNano() throws ReflectiveOperationException {
        Class<?> jvm = Class.forName("jdk.jfr.internal.JVM");
        Method frequency = jvm.getDeclaredMethod("getTicksFrequency");
        frequency.setAccessible(true);
        Object instance = Modifier.isStatic(frequency.getModifiers())
                ? null
                : jvm.getMethod("getJVM").invoke(null);
        return (Long) frequency.invoke(instance) / NANOS;
    }

    /** @param from {@link System#nanoTime()} */
    void happened(Event event, long from, long to) {
        try {
            event.begin();
            long age = System.nanoTime() - from;
            start.setLong(event, start.getLong(event) - ticks(age));
            duration.setLong(event, Math.max(1, ticks(to - from)));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private long ticks(long nanos) {
        return (long) (nanos * ticksPerNano);
    }
}
