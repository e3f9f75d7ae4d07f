package io.tcpclose.bootstrap;

/** How often and how long, by buckets that never change; as a number, how often. Immutable. */
public final class Durations extends Number {
    private final long[] upperMillis;
    private final long[] counts;
    private final long count;
    private final long sumNanos;

    /**
     * @param upperMillis upper bounds, each inclusive, ascending; not written to afterwards
     * @param counts how many fell into each bucket, and behind them those beyond the last bound; not written to afterwards
     */
    public Durations(long[] upperMillis, long[] counts, long count, long sumNanos) {
        this.upperMillis = upperMillis;
        this.counts = counts;
        this.count = count;
        this.sumNanos = sumNanos;
    }

    /** How many buckets have an upper bound; one more has none. */
    public int bounds() {
        return upperMillis.length;
    }

    public long upperMillis(int bucket) {
        return upperMillis[bucket];
    }

    /** Of this bucket alone, the narrower ones not included. */
    public long inBucket(int bucket) {
        return counts[bucket];
    }

    public long count() {
        return count;
    }

    public long sumNanos() {
        return sumNanos;
    }

    @Override
    public int intValue() {
        return (int) count;
    }

    @Override
    public long longValue() {
        return count;
    }

    @Override
    public float floatValue() {
        return count;
    }

    @Override
    public double doubleValue() {
        return count;
    }
}
