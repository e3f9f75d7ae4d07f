package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums over the closed connections of one endpoint; the open ones are counted when a report is made. */
public final class EndpointSums {
    private static final int SAMPLES = 64;

    private final long[] idleBeforeFin = new long[SAMPLES];
    private final long[] firstClosers = new long[FirstCloser.values().length];
    private int samples;
    private long closed;
    private long connectsFailed;
    private @Nullable Connection latest;

    void closed(FirstCloser first, Connection c) {
        latest = c;
        closed++;
        firstClosers[first.ordinal()]++;
    }

    void connectFailed() {
        connectsFailed++;
    }

    void idleBeforeFin(long millis) {
        idleBeforeFin[samples++ % SAMPLES] = millis;
    }

    /** The one closed last, for its address; null where none was. */
    public @Nullable Connection latest() {
        return latest;
    }

    public long closed() {
        return closed;
    }

    public long connectsFailed() {
        return connectsFailed;
    }

    public long closedFirst(FirstCloser who) {
        return firstClosers[who.ordinal()];
    }

    /** Median over the last 64 that are known, in milliseconds; null where none is. */
    public @Nullable Long idleBeforeFinMedian() {
        int n = Math.min(samples, SAMPLES);
        if (n == 0) return null;
        long[] sorted = Arrays.copyOf(idleBeforeFin, n);
        Arrays.sort(sorted);
        return sorted[n / 2];
    }
}
