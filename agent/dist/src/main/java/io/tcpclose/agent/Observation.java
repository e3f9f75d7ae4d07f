package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The times of an agent that comes for one report. Its rules look a few times before the report, and half of the time is enough
 * for what was in its state already.
 *
 * @param interval of the prober
 * @param older the longest that such a state must be held; null where the agent stays
 */
record Observation(Duration interval, @Nullable Duration older) {
    private static final int LOOKS = 8;
    private static final Duration SHORTEST = Duration.ofMillis(100);

    static Observation of(Options options) {
        Duration observe = options.observe();
        if (observe.isZero()) return new Observation(options.probeInterval(), null);
        Duration older = observe.dividedBy(2);
        return new Observation(
                options.probeIntervalSet() ? options.probeInterval() : interval(options, observe), older);
    }

    private static Duration interval(Options options, Duration observe) {
        Duration share = observe.dividedBy(LOOKS);
        Duration enough = share.compareTo(SHORTEST) < 0 ? SHORTEST : share;
        return enough.compareTo(options.probeInterval()) < 0 ? enough : options.probeInterval();
    }
}
