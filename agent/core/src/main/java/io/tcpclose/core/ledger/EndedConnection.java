package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.bootstrap.TraceIds;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is closed, as values; the words are those of the report and of the meters. Times are {@link System#nanoTime()}.
 *
 * @param adopted met after a late attach: it was opened before {@code openedNanos}
 * @param how {@link CloseKind}
 * @param halfCloseNanos the first FIN, where one direction ended before the other; 0 where none did
 * @param halfCloseSide {@code local} or {@code peer}: whose FIN that was
 */
public record EndedConnection(
        long id,
        String kind,
        @Nullable String role,
        boolean tls,
        @Nullable String local,
        @Nullable String remote,
        @Nullable String remoteHost,
        @Nullable String endpoint,
        long openedNanos,
        boolean adopted,
        long closedNanos,
        String inbound,
        String outbound,
        String descriptor,
        String how,
        String firstCloser,
        String verdict,
        long halfCloseNanos,
        String halfCloseSide,
        long bytesRead,
        long bytesWritten,
        @Nullable Long unreadBytes,
        List<String> openedStack,
        @Nullable String openedThread,
        @Nullable String traceId,
        @Nullable String spanId) {

    static EndedConnection of(Subject s, Step closed, Verdict verdict, Site opened) {
        Connection c = s.connection();
        FirstFin fin = FirstFin.of(s);
        TraceIds ids = c.openedIds();
        return new EndedConnection(
                c.id,
                c.kind.label(),
                c.role.label(),
                c.has(Connection.TLS),
                Endpoints.local(c),
                Endpoints.remote(c),
                Endpoints.hostOf(c),
                Endpoints.nameOf(c),
                c.openedNanos,
                c.has(Connection.ADOPTED),
                closed.nanos,
                s.inbound().label(),
                s.outbound().label(),
                s.descriptor().label(),
                CloseKind.of(c).label(),
                FirstCloser.of(s).label(),
                verdict.label(),
                verdict == Verdict.NONE ? 0 : fin.nanos(),
                fin.byUs() ? "local" : "peer",
                c.bytesRead(),
                c.bytesWritten(),
                c.unreadAtClose() < 0 ? null : (long) c.unreadAtClose(),
                opened.frames(),
                c.openedThread(),
                ids == null ? null : ids.traceId,
                ids == null ? null : ids.spanId);
    }
}
