package io.tcpclose.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/** What forked JVMs of one kind have printed as {@code name=value} by semicolon, a spread for each name. */
final class Numbers {
    private final Map<String, Spread> spreads = new TreeMap<>();

    void add(String line) {
        for (String number : line.split(";")) {
            String[] pair = number.split("=");
            of(pair[0]).add(Double.parseDouble(pair[1]));
        }
    }

    private Spread of(String name) {
        return spreads.computeIfAbsent(name, n -> new Spread());
    }

    double median(String name) {
        return of(name).median();
    }

    double highest(String name) {
        return of(name).highest();
    }

    /** A dash where nobody has printed it. */
    String text(String name, String format) {
        return spreads.containsKey(name) ? of(name).text(format) : "-";
    }
}
