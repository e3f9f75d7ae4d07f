package io.tcpclose.core.meter;

import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.Measure;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One board in the making. */
final class Rows {
    private final Map<Measure, Map<List<String>, Number>> board = new EnumMap<>(Measure.class);
    private final Map<Measure, Map<List<String>, Number>> before;

    /** @param before the board of the last turn */
    Rows(Map<Measure, Map<List<String>, Number>> before) {
        this.before = before;
    }

    void gauge(Measure measure, double value, String... tags) {
        put(measure, value, tags);
    }

    /**
     * Never goes back: a connection that closes while the open ones are gone through is in neither sum until the next turn, and
     * a counter that falls reads as a restart.
     */
    void counter(Measure measure, long value, String... tags) {
        Number last = before.getOrDefault(measure, Map.of()).get(Arrays.asList(tags));
        put(measure, last == null ? value : Math.max(value, last.longValue()), tags);
    }

    /** A gauge that is counted when it is read. */
    void live(Measure measure, Number value, String... tags) {
        put(measure, value, tags);
    }

    void durations(Measure measure, Durations durations, String... tags) {
        put(measure, durations, tags);
    }

    private void put(Measure measure, Number value, String... tags) {
        board.computeIfAbsent(measure, m -> new LinkedHashMap<>()).put(List.of(tags), value);
    }

    Map<Measure, Map<List<String>, Number>> board() {
        return board;
    }
}
