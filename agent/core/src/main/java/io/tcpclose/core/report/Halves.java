package io.tcpclose.core.report;

import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import io.tcpclose.core.rule.Subject;

/**
 * The two halves as a report shows them. A descriptor that close() has left to a selector goes on in the kernel, unseen by the
 * application: there the kernel's state decides.
 */
record Halves(Inbound inbound, Outbound outbound) {
    /** @param state of the kernel, 0 unknown */
    static Halves of(Subject s, int state) {
        if (s.descriptor() != Descriptor.HELD) return new Halves(s.inbound(), s.outbound());
        return switch (state) {
            case KernelCalls.ESTABLISHED -> new Halves(s.inbound(), Outbound.OPEN);
            case KernelCalls.FIN_WAIT_1, KernelCalls.FIN_WAIT_2 -> new Halves(s.inbound(), Outbound.SHUT);
            case KernelCalls.CLOSE_WAIT -> new Halves(ended(s), Outbound.OPEN);
            case KernelCalls.LAST_ACK, KernelCalls.CLOSING -> new Halves(ended(s), Outbound.SHUT);
            default -> new Halves(s.inbound(), s.outbound());
        };
    }

    private static Inbound ended(Subject s) {
        return s.inbound() == Inbound.OPEN ? Inbound.FIN_PENDING : s.inbound();
    }
}
