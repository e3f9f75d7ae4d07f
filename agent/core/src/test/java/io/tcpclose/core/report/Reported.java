package io.tcpclose.core.report;

import io.tcpclose.core.probe.Books;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports of the books, at moments of the test's clock. */
public final class Reported {
    private static final Report.Agent AGENT =
            new Report.Agent("1", Map.of(), new Report.HookPoints(1, 1, List.of()), Map.of(), 0, List.of());
    private static final Report.Jvm JVM = new Report.Jvm(1, "host", "main", "17", Instant.EPOCH);

    private Reported() {}

    public static Report at(Books books, long millis) {
        Instant taken = Instant.ofEpochMilli(Books.WALL + millis);
        return new ReportBuilder(books.engine()).build(AGENT, JVM, Books.nanos(millis), taken);
    }

    /** Of a report in which there is one connection. */
    static Report.Connection only(Report report) {
        List<Report.Connection> all = new ArrayList<>();
        report.connections().forEach(all::add);
        if (all.size() != 1) throw new AssertionError(all.toString());
        return all.get(0);
    }

    static Report.Endpoint endpoint(Report report, String name) {
        return report.endpoints().stream()
                .filter(e -> e.endpoint().equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError(report.endpoints().toString()));
    }
}
