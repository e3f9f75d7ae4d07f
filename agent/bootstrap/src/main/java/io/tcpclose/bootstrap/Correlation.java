package io.tcpclose.bootstrap;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Asks the application's tracing library which trace a lifecycle step belongs to. Its code runs inside the hook, so: only where a
 * stack is taken too, never in a plain read or write, never on a thread of the JVM's or the agent's own, and never again while the
 * same thread is inside (a library that opens a socket to answer). What it throws is counted.
 */
public final class Correlation {
    private static final @Nullable Class<?> INNOCUOUS = Descriptors.load("jdk.internal.misc.InnocuousThread");

    /** Who is inside. A thread local would stay behind in the application's threads. */
    private static final AtomicReferenceArray<@Nullable Thread> INSIDE = new AtomicReferenceArray<>(256);

    private static final int TRIES = 4;
    /** Found out at start: a SecurityManager lets not every caller of a hook ask a group for its parent. */
    private static final ThreadGroup SYSTEM = topmost();

    private static volatile @Nullable TraceReader reader;

    private Correlation() {}

    private static ThreadGroup topmost() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = top.getParent(); parent != null; parent = parent.getParent()) top = parent;
        return top;
    }

    /** From now on this reader is asked; null for none. */
    public static void reader(@Nullable TraceReader reader) {
        Correlation.reader = reader;
    }

    /** Null where the thread is in no trace, or nobody can tell. */
    static @Nullable TraceIds ids() {
        TraceReader r = reader;
        return r == null || HookErrors.off(Hook.TRACE) ? null : ask(r, Thread.currentThread());
    }

    private static @Nullable TraceIds ask(TraceReader r, Thread thread) {
        if (isHousekeeping(thread)) return null;
        int place = enter(thread);
        if (place < 0) return null;
        try {
            return r.current();
        } catch (Throwable e) {
            HookErrors.record(Hook.TRACE, e);
            return null;
        } finally {
            INSIDE.set(place, null);
        }
    }

    /** The Cleaner's, the Finalizer and their like: threads of the system group, and of the JDK's own class. */
    private static boolean isHousekeeping(Thread thread) {
        if ((INNOCUOUS != null && INNOCUOUS.isInstance(thread)) || Tracing.isOwn(thread)) return true;
        ThreadGroup group = thread.getThreadGroup();
        return group == null || group == SYSTEM;
    }

    /** A place of its own, or -1 where the thread has one already or all that it may take are taken. */
    private static int enter(Thread thread) {
        int first = (int) ThreadIds.of(thread) & (INSIDE.length() - 1);
        for (int i = 0; i < TRIES; i++) if (INSIDE.get(at(first, i)) == thread) return -1;
        for (int i = 0; i < TRIES; i++) if (INSIDE.compareAndSet(at(first, i), null, thread)) return at(first, i);
        return -1;
    }

    private static int at(int first, int step) {
        return (first + step) & (INSIDE.length() - 1);
    }
}
