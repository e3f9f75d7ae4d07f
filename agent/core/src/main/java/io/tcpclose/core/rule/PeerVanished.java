package io.tcpclose.core.rule;

import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.kernel.KernelView;
import java.time.Duration;

/**
 * Retransmissions or keep-alive probes that nobody answers (tcpi_retransmits, tcpi_probes; any ACK sets them back to 0): no
 * FIN and no RST will come from there.
 */
final class PeerVanished extends TimeRule {
    PeerVanished() {
        super(
                "peer-vanished",
                Severity.WARN,
                Duration.ofSeconds(30),
                "set TCP_USER_TIMEOUT or keep-alive, and a read time-out, so that a dead peer ends the connection");
    }

    @Override
    public long heldSince(Subject s) {
        KernelView kernel = s.kernel();
        boolean held = s.descriptor() == Descriptor.OPEN && kernel.goneNanos != 0;
        return held ? kernel.goneNanos : NOT_HELD;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        KernelView kernel = s.kernel();
        String what = kernel.retransmits >= kernel.probes
                ? kernel.retransmits + " retransmissions"
                : kernel.probes + " keep-alive probes";
        return Hit.without(
                this, Severity.WARN, "The peer answers nothing: " + what + " unanswered. Its FIN will never come.");
    }

    @Override
    public Many many() {
        return Many.connections("the peer answers nothing, and its FIN will never come.");
    }
}
