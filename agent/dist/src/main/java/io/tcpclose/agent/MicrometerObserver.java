package io.tcpclose.agent;

import io.tcpclose.export.meters.ApplicationMeters;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** Sees a Micrometer being loaded, and changes nothing: the transformer that returns null for every class. */
final class MicrometerObserver implements ClassFileTransformer {
    private static final String PREFIX = "io/micrometer/core/instrument/Met";

    private final ApplicationMeters applications;
    private final Runnable wake;

    MicrometerObserver(ApplicationMeters applications, Runnable wake) {
        this.applications = applications;
        this.wake = wake;
    }

    /** Afterwards, so that none that another thread loads just now is missed. */
    void scan(Instrumentation instrumentation) {
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            ClassLoader loader = type.getClassLoader();
            if (loader != null && ApplicationMeters.tells(type.getName())) seen(loader, type.getName());
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String type,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (loader == null || type == null || !type.startsWith(PREFIX)) return null;
        String name = type.replace('/', '.');
        if (ApplicationMeters.tells(name)) seen(loader, name);
        return null;
    }

    private void seen(ClassLoader loader, String name) {
        applications.seen(loader, name, System.nanoTime());
        wake.run();
    }
}
