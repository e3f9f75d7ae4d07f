package io.tcpclose.core.meter;

/** The milliseconds since a pass ended, counted when it is read: a board that is not renewed tells its own age. */
final class PassAge extends Number {
    private static final long serialVersionUID = 1;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final long endedNanos;

    /** @param endedNanos {@link System#nanoTime()} */
    PassAge(long endedNanos) {
        this.endedNanos = endedNanos;
    }

    @Override
    public double doubleValue() {
        return (System.nanoTime() - endedNanos) / NANOS_PER_MILLI;
    }

    @Override
    public float floatValue() {
        return (float) doubleValue();
    }

    @Override
    public long longValue() {
        return (long) doubleValue();
    }

    @Override
    public int intValue() {
        return (int) doubleValue();
    }
}
