package io.tcpclose.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Sees some classes being loaded, and changes nothing: the transformer that returns null for every class. Loaders are held weakly. */
final class ClassObserver implements ClassFileTransformer {
    private static final int MAX_PENDING = 256;

    /** @param loader null for the boot loader */
    private record Sighting(@Nullable WeakReference<ClassLoader> loader, String name) {}

    private final @Nullable ClassLoader own = ClassObserver.class.getClassLoader();
    /** Internal name to binary name. */
    private final Map<String, String> names = new HashMap<>();

    private final Queue<Sighting> sightings = new ConcurrentLinkedQueue<>();

    private final Runnable wake;

    /**
     * @param names binary ones
     * @param wake run after a sighting, in the middle of a class being loaded
     */
    ClassObserver(Iterable<String> names, Runnable wake) {
        this.wake = wake;
        for (String name : names) this.names.put(name.replace('.', '/'), name);
        preload();
    }

    /** All that {@link #seen} needs: nothing may be loaded for the first time in the middle of another class's loading. */
    private void preload() {
        seen(null, "");
        seen(ClassLoader.getPlatformClassLoader(), "");
        sightings.clear();
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String type,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        String name = type == null ? null : names.get(type);
        if (name != null) seen(loader, name);
        return null;
    }

    /** Afterwards, so that none that another thread loads just now is missed. */
    void scan(Instrumentation instrumentation) {
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (names.containsKey(type.getName().replace('.', '/'))) seen(type.getClassLoader(), type.getName());
        }
    }

    private void seen(@Nullable ClassLoader loader, String name) {
        if ((loader != null && loader == own) || sightings.size() >= MAX_PENDING) return;
        sightings.add(new Sighting(loader == null ? null : new WeakReference<>(loader), name));
        wake.run();
    }

    /** Hands over what was seen since. One thread of the agent. */
    void drain(BiConsumer<@Nullable ClassLoader, String> consumer) {
        for (Sighting s = sightings.poll(); s != null; s = sightings.poll()) {
            ClassLoader loader = s.loader == null ? null : s.loader.get();
            if (s.loader == null || loader != null) consumer.accept(loader, s.name);
        }
    }
}
