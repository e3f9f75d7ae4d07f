package io.tcpclose.micrometer;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tcpclose.bootstrap.Durations;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How durations that the agent has counted become a meter: Micrometer has no histogram that is pulled. */
public interface TimerBinder {
    /** Count and sum, in any registry. The object of a function meter is held weakly: it is one that never goes. */
    TimerBinder FUNCTION_TIMER = (registry, meter, tags, now) -> FunctionTimer.builder(
                    meter.getName(),
                    meter,
                    m -> now.get().count(),
                    m -> now.get().sumNanos(),
                    TimeUnit.NANOSECONDS)
            .tags(tags)
            .description(meter.description())
            .register(registry);

    /**
     * @param tags key and value alternating
     * @param now what was counted so far; kept reachable by what is made of it
     * @return the meter, or null where it is in the registry behind Micrometer's
     */
    @Nullable
    Meter bind(MeterRegistry registry, TcpCloseMeters meter, String[] tags, Supplier<Durations> now);

    /** How many series {@link #bind} makes: count and sum, and the buckets if there are any. */
    default int series(TcpCloseMeters meter, Durations now) {
        return 2;
    }
}
