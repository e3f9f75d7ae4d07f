package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.TraceIds;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Occurrence;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.site.Site;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finding as a report shows it. */
public final class FindingView {
    private FindingView() {}

    /** As it stands: one connection as one, a group as a group. */
    public static Report.Finding of(Finding f) {
        return of(
                f,
                f.severity(),
                f.message(),
                f.advice(),
                f.opened(),
                f.offending(),
                f.offendingThread(),
                f.latest(),
                f.ids());
    }

    /** One of its occurrences by itself. */
    public static Report.Finding of(Finding f, Occurrence o) {
        return of(
                f,
                o.severity(),
                o.message(),
                o.advice(),
                o.opened(),
                o.offending(),
                o.thread(),
                o.connection(),
                o.ids());
    }

    private static Report.Finding of(
            Finding f,
            Severity severity,
            String message,
            String advice,
            Site opened,
            Site offending,
            @Nullable String thread,
            @Nullable Connection latest,
            @Nullable TraceIds ids) {
        return new Report.Finding(
                f.rule().id(),
                severity.label(),
                f.fingerprint(),
                f.count(),
                f.active(),
                f.retractedCount(),
                Instant.ofEpochMilli(f.firstMillis()),
                Instant.ofEpochMilli(f.lastMillis()),
                f.endpoint(),
                message,
                advice,
                suppression(f),
                opened.frames(),
                offending.frames(),
                thread,
                exemplars(f.first(), latest),
                ids == null ? null : ids.traceId,
                ids == null ? null : ids.spanId);
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
