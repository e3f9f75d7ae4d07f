package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.TraceIds;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.ledger.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finding as a report shows it. */
public final class FindingView {
    private FindingView() {}

    public static Report.Finding of(Finding f) {
        TraceIds ids = f.ids();
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
                advice(f),
                suppression(f),
                f.opened().frames(),
                f.offending().frames(),
                f.offendingThread(),
                exemplars(f.first(), f.latest()),
                ids == null ? null : ids.traceId,
                ids == null ? null : ids.spanId);
    }

    private static String advice(Finding f) {
        return f.latest() instanceof ListeningSocket listener
                ? f.rule().advice(listener)
                : f.rule().advice();
    }

    private static List<Report.Exemplar> exemplars(@Nullable Connection first, @Nullable Connection latest) {
        if (first == null || latest == null) return List.of();
        return first == latest ? List.of(exemplar(first)) : List.of(exemplar(first), exemplar(latest));
    }

    private static Report.Exemplar exemplar(Connection c) {
        return new Report.Exemplar(c.id, Endpoints.local(c), Endpoints.remote(c));
    }

    /** The line that would silence it: by class where the application opened it, else by port. */
    private static String suppression(Finding f) {
        List<String> classes = f.opened().classes();
        if (!classes.isEmpty() && !isJdk(classes.get(0))) return f.rule().id() + " class:" + classes.get(0) + " # why";
        String endpoint = f.endpoint();
        String port = endpoint == null ? "0" : endpoint.substring(endpoint.lastIndexOf(':') + 1);
        return f.rule().id() + " port:" + port + " # why";
    }

    private static boolean isJdk(String type) {
        return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
    }
}
