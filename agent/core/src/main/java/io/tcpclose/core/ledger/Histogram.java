package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Durations;
import java.util.concurrent.TimeUnit;

/** Durations in fixed buckets from 1 ms to 10 min, as meters want them. Written by the agent's thread only. */
public final class Histogram {
    private static final long[] UPPER_MILLIS = {
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000
    };

    private final long[] counts = new long[UPPER_MILLIS.length + 1];
    private long count;
    private long sumNanos;

    public void add(long nanos) {
        long positive = Math.max(0, nanos);
        count++;
        sumNanos += positive;
        counts[bucket(TimeUnit.NANOSECONDS.toMillis(positive))]++;
    }

    private static int bucket(long millis) {
        int i = 0;
        while (i < UPPER_MILLIS.length && millis > UPPER_MILLIS[i]) i++;
        return i;
    }

    /** As it is now. */
    public Durations snapshot() {
        return new Durations(UPPER_MILLIS, counts.clone(), count, sumNanos);
    }
}
