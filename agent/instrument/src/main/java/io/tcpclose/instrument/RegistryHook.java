package io.tcpclose.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The one place outside the JDK that is ever woven, and only where an application has Micrometer and does not use its global
 * registry: each registration of a meter leaves its registry where the agent finds it.
 */
public final class RegistryHook {
    /** Of Micrometer 1.1 and later. */
    private static final HookPoint POINT = new HookPoint(
            "micrometer-registry",
            List.of(new HookPoint.Place(
                    "io.micrometer.core.instrument.MeterRegistry", "registerMeterIfNecessary", "(Ljava/lang/Class;")),
            "RegistryAdvice",
            "registries that nobody else tells of");

    private final Instrumentation instrumentation;
    private final List<WeakReference<Class<?>>> woven = new CopyOnWriteArrayList<>();

    public RegistryHook(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /**
     * @param registry the class MeterRegistry of the application; as it was but for one call at the beginning of one method
     * @return whether it is in place
     */
    public boolean weave(Class<?> registry) {
        Weaver weaver = new Weaver(List.of(POINT), Runtime.version().feature(), registry.getClassLoader());
        woven.add(new WeakReference<>(registry));
        instrumentation.addTransformer(weaver, true);
        try {
            retransform(registry);
        } finally {
            instrumentation.removeTransformer(weaver);
        }
        return !weaver.matched().isEmpty();
    }

    /** The classes are as they were. */
    public void uninstall() {
        for (WeakReference<Class<?>> reference : woven) {
            Class<?> registry = reference.get();
            if (registry != null) retransform(registry);
        }
        woven.clear();
    }

    private void retransform(Class<?> registry) {
        try {
            instrumentation.retransformClasses(registry);
        } catch (UnmodifiableClassException | LinkageError e) {
            // It stays as it is, and nothing matched.
        }
    }
}
