package io.tcpclose.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What the agent wants of an application's Micrometer, in types that both know. Loaded by a loader of the agent's that takes
 * {@code io.micrometer} from the application; called by reflection.
 */
public final class ApplicationRegistries {
    private ApplicationRegistries() {}

    /** Whether the application has put a registry of its own behind the global one. */
    public static boolean isGlobalUsed() {
        return !Metrics.globalRegistry.getRegistries().isEmpty();
    }

    /** @return takes the meters out again */
    public static AutoCloseable bindGlobal(String set) {
        return new TcpCloseMetrics(MeterSet.valueOf(set)).bind(Metrics.globalRegistry);
    }

    /**
     * @param registry any object
     * @return takes the meters out again; null where it is no registry of this Micrometer, or one that only hands on to others
     */
    public static @Nullable AutoCloseable bind(Object registry, String set) {
        boolean isOne = registry instanceof MeterRegistry && !(registry instanceof CompositeMeterRegistry);
        return isOne ? new TcpCloseMetrics(MeterSet.valueOf(set)).bind((MeterRegistry) registry) : null;
    }
}
