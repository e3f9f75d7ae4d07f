package io.tcpclose.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Samples of one number: what the middle one is and how far they lie apart. */
final class Spread {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
        Collections.sort(values);
    }

    double median() {
        int half = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(half) : (values.get(half - 1) + values.get(half)) / 2;
    }

    double highest() {
        return values.get(values.size() - 1);
    }

    /** Median (lowest to highest), each under the same format. */
    String text(String format) {
        String all = format + " (" + format + " to " + format + ")";
        return String.format(Locale.ROOT, all, median(), values.get(0), highest());
    }
}
