package io.tcpclose.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many raw backtraces may be taken until the agent's thread comes by and refills: above a set rate stacks are sampled,
 * since each one keeps about a kilobyte and pins the classes on it until it is resolved.
 */
public final class StackBudget {
    /** Until the agent's thread has refilled for the first time. */
    private static final int AT_FIRST = 20_000;

    private static final AtomicInteger LEFT = new AtomicInteger(AT_FIRST);
    /** Requests get a part of their own: most open no connection, and may not leave those that do without a stack. */
    private static final int REQUESTS_SHARE = 4;

    private static final AtomicInteger LEFT_FOR_REQUESTS = new AtomicInteger(AT_FIRST / REQUESTS_SHARE);
    private static final AtomicLong REFUSED = new AtomicLong();

    private StackBudget() {}

    static boolean take() {
        if (LEFT.get() > 0 && LEFT.getAndDecrement() > 0) return true;
        REFUSED.incrementAndGet();
        return false;
    }

    /** For a request that may open a connection; what is refused counts nowhere, since nearly all of them open none. */
    static boolean takeForRequest() {
        return LEFT_FOR_REQUESTS.get() > 0 && LEFT_FOR_REQUESTS.getAndDecrement() > 0;
    }

    /** Called by the agent's thread once a probe interval. */
    public static void refill(int stacks) {
        LEFT.set(stacks);
        LEFT_FOR_REQUESTS.set(stacks / REQUESTS_SHARE);
    }

    static void reset() {
        refill(AT_FIRST);
        REFUSED.set(0);
    }

    /** Backtraces that were not taken because the budget of the interval was used up. */
    public static long refused() {
        return REFUSED.get();
    }
}
