package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.site.Site;
import java.time.Instant;
import java.util.List;

/** A finding as a report shows it. */
public final class FindingView {
    private FindingView() {}

    public static Report.Finding of(Finding f) {
        return new Report.Finding(
                f.rule().id(),
                f.severity().label(),
                f.fingerprint(),
                f.count(),
                f.active(),
                f.retractedCount(),
                Instant.ofEpochMilli(f.firstMillis()),
                Instant.ofEpochMilli(f.lastMillis()),
                f.endpoint(),
                f.message(),
                f.rule().advice(),
                suppression(f),
                f.opened().frames(),
                f.offending().frames(),
                f.offendingThread(),
                f.first() == f.latest()
                        ? List.of(exemplar(f.first()))
                        : List.of(exemplar(f.first()), exemplar(f.latest())));
    }

    private static Report.Exemplar exemplar(Connection c) {
        return new Report.Exemplar(c.id, Endpoints.local(c), Endpoints.remote(c));
    }

    /** The line that would silence it: by class where the stack is known, else by port. */
    private static String suppression(Finding f) {
        Site opened = f.opened();
        if (!opened.classes().isEmpty())
            return f.rule().id() + " class:" + opened.classes().get(0) + " # why";
        String endpoint = f.endpoint();
        String port = endpoint == null ? "0" : endpoint.substring(endpoint.lastIndexOf(':') + 1);
        return f.rule().id() + " port:" + port + " # why";
    }
}
