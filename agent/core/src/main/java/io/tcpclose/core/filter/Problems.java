package io.tcpclose.core.filter;

import java.util.ArrayList;
import java.util.List;

/** Lines for a person about what was not right in an input. Bounded: a hostile input cannot flood a log. */
public final class Problems {
    static final int MAX_LINES = 50;

    private final List<String> lines = new ArrayList<>();
    private int more;

    public void add(String line) {
        if (isFull()) {
            addUnworded();
        } else {
            lines.add(line);
        }
    }

    /** Counts one that nobody will read, because the list {@link #isFull()}: wording it would only cost time. */
    public void addUnworded() {
        more++;
    }

    /** Whether further lines are only counted. */
    public boolean isFull() {
        return lines.size() >= MAX_LINES;
    }

    public List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (more > 0) {
            all.add("and " + more + " more like these");
        }
        return List.copyOf(all);
    }
}
