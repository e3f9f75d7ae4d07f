package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.rule.Subject;

/**
 * Connections that were written to after the peer's FIN had come: lost once a RST answers, legal once they are closed without
 * one. Each counts once. For the agent's thread.
 */
public final class LateWrites {
    private static final int WROTE = Connection.WROTE_AFTER_EOF | Connection.WROTE_AFTER_FIN;

    private long legal;
    private long lost;

    void step(Subject s, Step step) {
        switch (step.event) {
            case RESET, BROKEN_PIPE, PEER_RESET -> decide(s, true);
            case CLOSED, PRE_CLOSED -> decide(s, s.has(Connection.RST_AT_CLOSE | Connection.DEAD));
            default -> {
                // says nothing of the peer's answer
            }
        }
    }

    private void decide(Subject s, boolean answeredByReset) {
        if (!wrote(s)) return;
        Watch watch = Watch.of(s.connection());
        if (watch.writesCounted) return;
        watch.writesCounted = true;
        if (answeredByReset) lost++;
        else legal++;
    }

    private static boolean wrote(Subject s) {
        return s.wroteAfterFin() || s.has(WROTE);
    }

    /** Open, written to after the FIN, and not answered by a RST so far. */
    public static boolean isPending(Subject s) {
        Watch watch = Watch.peek(s.connection());
        return wrote(s) && !s.has(Connection.DEAD) && (watch == null || !watch.writesCounted);
    }

    public long legal() {
        return legal;
    }

    public long lost() {
        return lost;
    }
}
