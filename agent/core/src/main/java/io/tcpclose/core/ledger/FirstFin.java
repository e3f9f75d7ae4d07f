package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.rule.Subject;

/**
 * The FIN that began to end a connection.
 *
 * @param nanos {@link System#nanoTime()}; 0 where none is known
 * @param byUs whether it was ours
 */
record FirstFin(long nanos, boolean byUs) {
    static FirstFin of(Subject s) {
        Step own = s.step(SocketEvent.SHUTDOWN_OUTPUT);
        long peer = s.finNanos();
        return own != null && (peer == 0 || own.nanos - peer < 0)
                ? new FirstFin(own.nanos, true)
                : new FirstFin(peer, false);
    }
}
