package io.tcpclose.bootstrap;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where code woven into an application's Micrometer leaves the registries that it sees, weakly, for the agent's thread. Only
 * where the application does not use Micrometer's global registry.
 */
public final class FoundRegistries {
    private static final int MAX = 32;
    private static final AtomicReferenceArray<@Nullable WeakReference<Object>> SEEN = new AtomicReferenceArray<>(MAX);

    private FoundRegistries() {}

    /** Called at each registration of a meter: a few comparisons, and an allocation the first time. Never throws. */
    public static void seen(@Nullable Object registry) {
        if (registry == null) return;
        for (int i = 0; i < MAX; i++) {
            WeakReference<Object> known = SEEN.get(i);
            if (known != null && known.refersTo(registry)) return;
            if ((known == null || known.refersTo(null)) && SEEN.compareAndSet(i, known, new WeakReference<>(registry)))
                return;
        }
    }

    static void clear() {
        for (int i = 0; i < MAX; i++) SEEN.set(i, null);
    }

    /** All that are still there; at most {@value #MAX}. Two threads may have left one twice. */
    public static List<Object> all() {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            WeakReference<Object> known = SEEN.get(i);
            Object registry = known == null ? null : known.get();
            if (registry != null) all.add(registry);
        }
        return all;
    }
}
