package io.tcpclose.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many raw backtraces may be taken until the agent's thread comes by and refills: above a set rate stacks are sampled,
 * since each one keeps about a kilobyte and pins the classes on it until it is resolved.
 */
public final class StackBudget {
    private static final AtomicInteger LEFT = new AtomicInteger(20_000);
    private static final AtomicLong REFUSED = new AtomicLong();

    private StackBudget() {}

    static boolean take() {
        if (LEFT.get() > 0 && LEFT.getAndDecrement() > 0) return true;
        REFUSED.incrementAndGet();
        return false;
    }

    /** Called by the agent's thread once a probe interval. */
    public static void refill(int stacks) {
        LEFT.set(stacks);
    }

    /** Backtraces that were not taken because the budget of the interval was used up. */
    public static long refused() {
        return REFUSED.get();
    }
}
