package io.tcpclose.it.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** One application in a class loader of its own; called, it says whether the agent's meters have come. */
public final class MicrometerDeployment implements Callable<Boolean> {
    private static final int PATIENCE_MS = 20_000;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    public MicrometerDeployment(boolean global) {
        if (global) Metrics.addRegistry(registry);
    }

    @Override
    public Boolean call() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!hasMeters() && System.nanoTime() < deadline) {
            registry.counter("shop.orders").increment();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return hasMeters();
    }

    private boolean hasMeters() {
        return !registry.find("tcpclose.connections").gauges().isEmpty();
    }
}
