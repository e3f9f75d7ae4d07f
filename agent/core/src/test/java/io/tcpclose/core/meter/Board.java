package io.tcpclose.core.meter;

import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.core.probe.Books;
import java.util.List;
import java.util.Map;

/** Meters over the books of a test, and what they have put up. */
final class Board {
    static final int SLOTS = 10;
    static final Map<String, Boolean> CAPABILITIES = Map.of("fin-watcher", true, "proc-net", false);

    private final Books books;
    final Meters meters;

    Board(Books books) {
        this.books = books;
        this.meters = new Meters(books.engine(), () -> CAPABILITIES, "1.2.3", SLOTS);
    }

    /** As the agent's thread does: a pass, and what came of it. */
    void turn(long millis) {
        books.pass(millis);
        publish(millis);
    }

    void publish(long millis) {
        meters.publish(Books.nanos(millis));
    }

    static long row(Measure measure, String... tags) {
        return number(measure, tags).longValue();
    }

    static Durations durations(Measure measure, String... tags) {
        return (Durations) number(measure, tags);
    }

    private static Number number(Measure measure, String... tags) {
        Number number = MeterBoard.rows(measure).get(List.of(tags));
        if (number == null)
            throw new AssertionError(measure + " has no row " + List.of(tags) + ": " + MeterBoard.rows(measure));
        return number;
    }

    static long sum(Measure measure) {
        return MeterBoard.rows(measure).values().stream()
                .mapToLong(Number::longValue)
                .sum();
    }

    static int rows() {
        int rows = 0;
        for (Measure measure : Measure.values())
            rows += MeterBoard.rows(measure).size();
        return rows;
    }
}
