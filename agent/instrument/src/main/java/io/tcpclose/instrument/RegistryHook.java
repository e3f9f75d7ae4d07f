package io.tcpclose.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;

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

    private RegistryHook() {}

    /**
     * @param registry the class MeterRegistry of the application; as it was but for one call at the beginning of one method
     * @return whether it is in place
     */
    public static boolean weave(Instrumentation instrumentation, Class<?> registry) {
        Weaver weaver = new Weaver(List.of(POINT), Runtime.version().feature(), registry.getClassLoader());
        instrumentation.addTransformer(weaver, true);
        try {
            instrumentation.retransformClasses(registry);
        } catch (UnmodifiableClassException | LinkageError e) {
            return false;
        } finally {
            instrumentation.removeTransformer(weaver);
        }
        return !weaver.matched().isEmpty();
    }
}
