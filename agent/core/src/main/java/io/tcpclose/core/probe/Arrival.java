package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.core.connection.Outbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelView;

/** What has arrived from the peer, as the kernel tells without anything being read. */
enum Arrival {
    /** The kernel cannot be asked. */
    UNKNOWN,
    /** Neither FIN nor RST. */
    NONE,
    FIN,
    RESET;

    /**
     * HUP comes when both directions are over or the state is TCP_CLOSE (tcp_poll): with our own half open that is a reset. Never
     * by ERR: half the resets come without it. Where our FIN is out as well, TCP_CLOSE is also how an orderly end looks.
     */
    static Arrival of(Connection c, Kernel kernel) {
        boolean ownHalfOpen = isOwnHalfOpen(c);
        int ready = kernel.ready(c);
        if (ready < 0) return ofState(KernelView.state(kernel.info(c)), ownHalfOpen);
        if ((ready & KernelCalls.POLLHUP) != 0 && ownHalfOpen) return RESET;
        return (ready & (KernelCalls.POLLRDHUP | KernelCalls.POLLHUP)) != 0 ? FIN : NONE;
    }

    /** Own shutdownInput sets RDHUP by itself: then only the state of TCP decides. */
    static Arrival behindOwnShutdown(Connection c, Kernel kernel) {
        return ofState(KernelView.state(kernel.info(c)), isOwnHalfOpen(c));
    }

    private static Arrival ofState(int state, boolean ownHalfOpen) {
        return switch (state) {
            case 0 -> UNKNOWN;
            case KernelCalls.CLOSE -> ownHalfOpen ? RESET : FIN;
            case KernelCalls.CLOSE_WAIT, KernelCalls.LAST_ACK, KernelCalls.CLOSING -> FIN;
            default -> NONE;
        };
    }

    private static boolean isOwnHalfOpen(Connection c) {
        return States.outbound(c.state()) != Outbound.SHUT && !c.has(Connection.OUTPUT_SHUT | Connection.CLOSING);
    }
}
