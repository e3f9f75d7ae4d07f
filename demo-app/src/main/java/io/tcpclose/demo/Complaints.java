package io.tcpclose.demo;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells of scenarios that fail, each once in many rounds: one that has failed is likely to fail in every round that follows. */
final class Complaints {
    static final int SILENT_ROUNDS = 100;

    private final PrintStream err;
    private final Map<String, Integer> toldIn = new HashMap<>();

    Complaints(PrintStream err) {
        this.err = err;
    }

    void hear(int round, String name, List<Exception> failures) {
        Integer told = toldIn.get(name);
        if (failures.isEmpty() || (told != null && round - told < SILENT_ROUNDS)) {
            return;
        }
        toldIn.put(name, round);
        err.println("demo-app: " + name + " failed in round " + round + ": " + failures.get(0));
    }
}
