package io.tcpclose.benchmarks;

import java.util.List;

/** Sides that run in turn, another one first in each round; the ratios are those within a round. */
final class Pairs {
    private final List<Fork> sides;
    private final Spread bases = new Spread();
    private final List<Spread> percents;
    private final List<Spread> differences;
    private int rounds;

    /** @param sides the one that the others are compared with first */
    Pairs(Fork... sides) {
        this.sides = List.of(sides);
        this.percents = spreads();
        this.differences = spreads();
    }

    private List<Spread> spreads() {
        return sides.stream().map(side -> new Spread()).toList();
    }

    interface Measurement {
        double of(Fork fork) throws Exception;
    }

    void add(Measurement measurement) throws Exception {
        double[] costs = new double[sides.size()];
        for (int i = 0; i < costs.length; i++) {
            int side = (rounds + i) % costs.length;
            costs[side] = measurement.of(sides.get(side));
        }
        bases.add(costs[0]);
        for (int i = 1; i < costs.length; i++) {
            percents.get(i).add(100 * (costs[i] / costs[0] - 1));
            differences.get(i).add(costs[i] - costs[0]);
        }
        rounds++;
    }

    Spread base() {
        return bases;
    }

    /** By how much the second side is dearer, round by round. */
    Spread percent() {
        return percent(1);
    }

    Spread percent(int side) {
        return percents.get(side);
    }

    Spread difference(int side) {
        return differences.get(side);
    }
}
