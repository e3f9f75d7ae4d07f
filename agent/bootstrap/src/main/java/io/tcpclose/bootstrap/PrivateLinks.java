package io.tcpclose.bootstrap;

import java.util.ArrayList;
import java.util.List;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * Private members of the JDK that the agent reads, each tried when it is first wanted. One that this JDK does not
 * have takes with it what needs it and no more, and is named. Never by a class literal's members: a renamed one would
 * be an error where it is used.
 */
public final class PrivateLinks {
    /** What an object offset is that there is not. */
    static final long NONE = -1;

    private static final List<String> MISSING = new ArrayList<>();

    private PrivateLinks() {}

    /** For Unsafe, or {@link #NONE} where the class is null or has no such field. */
    static long offset(@Nullable Class<?> owner, String field) {
        long offset = find(owner, field);
        if (offset == NONE && owner != null) missing(owner.getSimpleName() + "." + field);
        return offset;
    }

    /** Of a field that has another name in newer lines of the JDK. */
    static long offset(Class<?> owner, String field, String newer) {
        long offset = find(owner, field);
        return offset == NONE ? offset(owner, newer) : offset;
    }

    private static long find(@Nullable Class<?> owner, String field) {
        try {
            return owner == null ? NONE : Unsafe.getUnsafe().objectFieldOffset(owner, field);
        } catch (InternalError | LinkageError noSuchField) {
            return NONE;
        }
    }

    static void missing(String name) {
        synchronized (MISSING) {
            if (!MISSING.contains(name)) MISSING.add(name);
        }
    }

    /** Names of what was tried and is not there. */
    public static List<String> missing() {
        synchronized (MISSING) {
            return new ArrayList<>(MISSING);
        }
    }
}
