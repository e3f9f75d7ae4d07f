package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.probe.StateNow;
import io.tcpclose.core.rule.Subject;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state of each open connection, asked for once a report: every sum and every line of it says the same. */
final class OpenStates {
    private static final String CLOSE_WAIT = "close_wait";

    private final Map<Connection, String> byConnection = new IdentityHashMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    /** Whether the application knows: it does, it does not, nobody can tell. */
    private final long[] closeWait = new long[3];

    OpenStates(List<Connection> open, Kernel kernel, long now) {
        for (Connection c : open) {
            Subject s = new Subject(c, now);
            String state = StateNow.of(s, kernel);
            if (state == null) continue;
            byConnection.put(c, state);
            counts.merge(state, 1L, Long::sum);
            if (state.equals(CLOSE_WAIT)) closeWait[known(s)]++;
        }
    }

    private static int known(Subject s) {
        return s.inbound() == Inbound.EOF ? 0 : StateNow.hasUnreadFin(s) ? 1 : 2;
    }

    /** Null where it is not known, or was not open when the report was taken. */
    @Nullable
    String of(Connection c) {
        return byConnection.get(c);
    }

    boolean isInCloseWait(Connection c) {
        return CLOSE_WAIT.equals(of(c));
    }

    Map<String, Long> counts() {
        return counts;
    }

    Report.CloseWait closeWait() {
        return new Report.CloseWait(closeWait[0], closeWait[1], closeWait[2]);
    }
}
