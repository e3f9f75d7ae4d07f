package io.tcpclose.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tcpclose.bootstrap.MeterBoard;

/**
 * The numbers of the agent in this JVM as meters. All of them are pulled: nothing is counted here, and two registries show the
 * same. The values are those of the agent's last probe.
 *
 * <p>Without the agent nothing is registered, and a line of the log says so ({@code System.Logger} {@code io.tcpclose}).
 *
 * <p>With {@code micrometer=auto} the agent does this by itself for {@code Metrics.globalRegistry}; binding it once more changes
 * nothing.
 */
public final class TcpCloseMetrics implements MeterBinder {
    private final MeterSet set;
    private final TimerBinder timers;

    /** The meters of {@link MeterSet#BASIC}. */
    public TcpCloseMetrics() {
        this(MeterSet.BASIC);
    }

    public TcpCloseMetrics(MeterSet set) {
        this(set, TimerBinder.FUNCTION_TIMER);
    }

    /** @param timers how the registry at hand shows durations */
    public TcpCloseMetrics(MeterSet set, TimerBinder timers) {
        this.set = set;
        this.timers = timers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        try {
            bind(registry);
        } catch (NoClassDefFoundError noAgent) {
            System.getLogger("io.tcpclose")
                    .log(System.Logger.Level.INFO, "no meters of tcpclose: its agent is not in this JVM");
        }
    }

    /**
     * @return takes the meters out again; need not be kept
     * @throws NoClassDefFoundError without the agent
     */
    public AutoCloseable bind(MeterRegistry registry) {
        Binding binding = new Binding(registry, set, timers);
        binding.listen();
        MeterBoard.subscribe(binding, set != MeterSet.BASIC);
        binding.run();
        return binding;
    }
}
