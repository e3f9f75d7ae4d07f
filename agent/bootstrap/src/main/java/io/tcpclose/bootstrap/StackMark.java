package io.tcpclose.bootstrap;

import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * A raw backtrace, taken on an application thread and resolved later on the agent's: filling it in costs about 1 us, turning
 * it into frames five to ten times that. It pins the classes on the stack, so the agent drops it within a probe interval.
 */
public final class StackMark extends Throwable {
    /**
     * Of the field in which the JVM keeps a backtrace (java_lang_Throwable in classfile/javaClasses.cpp); -1 where
     * there is none.
     */
    private static final long BACKTRACE = backtrace();

    /** Written before anybody can need it, but perhaps after the agent's thread has seen the mark. */
    private volatile @Nullable Connection listener;

    StackMark() {
        super(null, null, false, true);
    }

    private static long backtrace() {
        try {
            return Unsafe.getUnsafe().objectFieldOffset(Throwable.class, "backtrace");
        } catch (Throwable absent) {
            return -1;
        }
    }

    /**
     * The backtrace as the JVM keeps it: arrays of arrays, down to numbers and the classes of the frames. Two of
     * equal content are of equal frames, which is found out a hundred times faster than the frames are made. It pins
     * those classes. Null where this JVM shows none.
     */
    public @Nullable Object raw() {
        return BACKTRACE < 0 ? null : Unsafe.getUnsafe().getReference(this, BACKTRACE);
    }

    /** The listener that an accepted connection came from: its opener is to be named where this stack names nobody. */
    public @Nullable Connection listener() {
        return listener;
    }

    void listener(Connection listener) {
        this.listener = listener;
    }
}
