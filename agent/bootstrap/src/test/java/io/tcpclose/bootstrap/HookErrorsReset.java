package io.tcpclose.bootstrap;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Undoes what only a new JVM undoes in production: a hook that has switched itself off. */
final class HookErrorsReset {
    private HookErrorsReset() {}

    static void reset() {
        for (int hook = 0; hook < Hook.COUNT; hook++) {
            ((AtomicIntegerArray) field("COUNTS")).set(hook, 0);
            ((AtomicIntegerArray) field("IN_WINDOW")).set(hook, 0);
        }
        Arrays.fill((boolean[]) field("OFF"), false);
        Arrays.fill(windowStarts(), System.nanoTime());
    }

    /** {@link System#nanoTime()} at which each hook's minute began. */
    static long[] windowStarts() {
        return (long[]) field("WINDOW_START");
    }

    private static Object field(String name) {
        try {
            Field field = HookErrors.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }
}
