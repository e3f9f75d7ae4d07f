package io.tcpclose.core.site;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.StackMark;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Call sites by the JVM's own form of a backtrace, for as long as a pass: of ten thousand connections that one line
 * has opened, one backtrace is turned into frames. Not longer, as it pins the classes on the stacks. For the agent's
 * thread.
 */
final class RawTraces {
    private static final int MAX = 4096;

    private final Map<Key, Site> known = new HashMap<>();

    /** @param listener as {@link StackMark#listener()}: it decides of what is shown where a stack names nobody */
    private record Key(Object raw, @Nullable Connection listener) {
        static @Nullable Key of(StackMark mark) {
            Object raw = mark.raw();
            return raw == null ? null : new Key(raw, mark.listener());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && listener == key.listener && isSame(raw, key.raw);
        }

        @Override
        public int hashCode() {
            return hash(raw);
        }
    }

    /** Null where it was not met in this pass. */
    @Nullable
    Site of(StackMark mark) {
        Key key = Key.of(mark);
        return key == null ? null : known.get(key);
    }

    void add(StackMark mark, Site site) {
        Key key = Key.of(mark);
        if (key == null) return;
        if (known.size() >= MAX) known.clear();
        known.put(key, site);
    }

    void clear() {
        known.clear();
    }

    /** What is of no known form is the same as itself only. */
    private static boolean isSame(@Nullable Object a, @Nullable Object b) {
        if (a == b) return true;
        if (a instanceof short[] x && b instanceof short[] y) return Arrays.equals(x, y);
        if (a instanceof int[] x && b instanceof int[] y) return Arrays.equals(x, y);
        if (a instanceof long[] x && b instanceof long[] y) return Arrays.equals(x, y);
        if (!(a instanceof Object[] x && b instanceof Object[] y) || x.length != y.length) return false;
        for (int i = 0; i < x.length; i++) if (!isSame(x[i], y[i])) return false;
        return true;
    }

    private static int hash(@Nullable Object a) {
        if (a instanceof short[] x) return Arrays.hashCode(x);
        if (a instanceof int[] x) return Arrays.hashCode(x);
        if (a instanceof long[] x) return Arrays.hashCode(x);
        if (!(a instanceof Object[] x)) return a instanceof Class ? a.hashCode() : 0;
        int hash = 1;
        for (Object each : x) hash = 31 * hash + hash(each);
        return hash;
    }
}
