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

    public MicrometerDeployment() {
        Metrics.addRegistry(registry);
    }

    @Override
    public Boolean call() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (registry.find("tcpclose.connections").gauges().isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return !registry.find("tcpclose.connections").gauges().isEmpty();
    }
}
