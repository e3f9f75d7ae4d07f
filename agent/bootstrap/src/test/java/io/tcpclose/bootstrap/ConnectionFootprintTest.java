package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;
import org.junit.jupiter.api.Test;

/** Shallow sizes from field offsets; the budgets are those of the design, with compressed references. */
class ConnectionFootprintTest {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final int OBJECT_ALIGNMENT = 8;

    private static long shallowSize(Class<?> type) {
        long end = 0;
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) continue;
                end = Math.max(end, UNSAFE.objectFieldOffset(field) + size(field.getType()));
            }
        }
        return (end + OBJECT_ALIGNMENT - 1) / OBJECT_ALIGNMENT * OBJECT_ALIGNMENT;
    }

    private static int size(Class<?> type) {
        if (type == long.class || type == double.class) return 8;
        if (type == int.class || type == float.class) return 4;
        if (type == short.class || type == char.class) return 2;
        if (type == byte.class || type == boolean.class) return 1;
        return Unsafe.ARRAY_OBJECT_INDEX_SCALE;
    }

    @Test
    void connection_keepsToItsBudget() {
        assertThat(Unsafe.ARRAY_OBJECT_INDEX_SCALE).as("compressed references").isEqualTo(4);
        assertThat(shallowSize(Connection.class)).isBetween(100L, 160L);
    }

    /** A process has few of them. */
    @Test
    void listener_isNotMuchLarger() {
        assertThat(shallowSize(ListeningSocket.class)).isBetween(101L, 216L);
    }

    @Test
    void lifeLine_ofAHalfClosedConnection_keepsToItsBudget() {
        long steps = 3 * shallowSize(Step.class);
        assertThat(steps).as("end-of-file, close, closed").isBetween(100L, 200L);
    }

    @Test
    void rareRecords_areSmall() {
        assertThat(shallowSize(Anomalies.class)).isLessThanOrEqualTo(64);
        assertThat(shallowSize(LastUse.class)).isLessThanOrEqualTo(64);
    }
}
