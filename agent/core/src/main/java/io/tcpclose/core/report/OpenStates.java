package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.rule.Subject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many connections are open in each state, and how many of those in CLOSE_WAIT have an application that knows. */
record OpenStates(Map<String, Long> states, Report.CloseWait closeWait) {
    static OpenStates of(List<Connection> open, ConnectionView view, long now) {
        Map<String, Long> states = new TreeMap<>();
        long[] closeWait = new long[3];
        for (Connection c : open) {
            Subject s = new Subject(c, now);
            String state = view.state(s, false);
            if (state != null) states.merge(state, 1L, Long::sum);
            if ("close_wait".equals(state)) closeWait[known(s.inbound())]++;
        }
        return new OpenStates(states, new Report.CloseWait(closeWait[0], closeWait[1], closeWait[2]));
    }

    private static int known(Inbound inbound) {
        return inbound == Inbound.EOF ? 0 : inbound == Inbound.FIN_PENDING ? 1 : 2;
    }
}
