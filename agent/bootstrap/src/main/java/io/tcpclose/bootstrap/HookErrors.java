package io.tcpclose.bootstrap;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts what went wrong inside hooks and switches a hook point off that fails more than {@value #LIMIT} times a minute.
 * Thread-safe; {@link #record} is called from catch blocks and must not fail itself (where it does, near the end of a stack,
 * the advice's own suppression drops it).
 */
public final class HookErrors {
    static final int LIMIT = 100;
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private static final AtomicIntegerArray COUNTS = new AtomicIntegerArray(Hook.COUNT);
    private static final AtomicIntegerArray IN_WINDOW = new AtomicIntegerArray(Hook.COUNT);
    private static final long[] WINDOW_START = new long[Hook.COUNT];
    /** Read on every call of a hook, plain: seeing a switch-off late costs one more counted error. */
    private static final boolean[] OFF = new boolean[Hook.COUNT];

    /** A text and not the Throwable: that would keep the application's classes on its stack alive. */
    private static volatile @Nullable String first;

    private HookErrors() {}

    static boolean off(int hook) {
        return OFF[hook];
    }

    static void record(int hook, Throwable error) {
        COUNTS.incrementAndGet(hook);
        if (first == null) first = error.getClass().getName();
        long now = System.nanoTime();
        if (now - WINDOW_START[hook] > WINDOW_NANOS) {
            WINDOW_START[hook] = now;
            IN_WINDOW.set(hook, 0);
        }
        if (IN_WINDOW.incrementAndGet(hook) > LIMIT) OFF[hook] = true;
    }

    /** The next agent is not to be without a hook, nor accused, for what failed in the one before. */
    static void reset() {
        for (int i = 0; i < Hook.COUNT; i++) {
            COUNTS.set(i, 0);
            IN_WINDOW.set(i, 0);
            WINDOW_START[i] = 0;
            OFF[i] = false;
        }
        first = null;
    }

    /** Errors of one hook since the start; see {@link Hook}. */
    public static int count(int hook) {
        return COUNTS.get(hook);
    }

    /** Errors of all hooks since the start. */
    public static long total() {
        long sum = 0;
        for (int i = 0; i < Hook.COUNT; i++) sum += COUNTS.get(i);
        return sum;
    }

    /** Whether this hook has switched itself off. */
    public static boolean isOff(int hook) {
        return OFF[hook];
    }

    /** The class of the first error seen, for the one line that tells of it; null when there was none. */
    public static @Nullable String first() {
        return first;
    }
}
