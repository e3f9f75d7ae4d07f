package io.tcpclose.benchmarks;

/** Two sides that run in turn, the order reversed from pair to pair. */
final class Pairs {
    private final Fork base;
    private final Fork other;
    private final Spread bases = new Spread();
    private final Spread percents = new Spread();
    private boolean otherFirst;

    Pairs(Fork base, Fork other) {
        this.base = base;
        this.other = other;
    }

    interface Measurement {
        double of(Fork fork) throws Exception;
    }

    void add(Measurement measurement) throws Exception {
        double first = measurement.of(otherFirst ? other : base);
        double second = measurement.of(otherFirst ? base : other);
        double without = otherFirst ? second : first;
        bases.add(without);
        percents.add(100 * ((otherFirst ? first : second) / without - 1));
        otherFirst = !otherFirst;
    }

    Spread base() {
        return bases;
    }

    /** By how much the other side is dearer, pair by pair. */
    Spread percent() {
        return percents;
    }
}
