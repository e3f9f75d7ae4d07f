package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelView;

/**
 * Connects that the kernel has decided and the application has not asked about: a non-blocking connect whose finishConnect never
 * comes. One that is still under way (SYN_SENT) is left alone. For the agent's thread.
 */
final class PendingConnects {
    private final Kernel kernel;
    private final long intervalNanos;

    /** @param intervalNanos younger ones are not asked about */
    PendingConnects(Kernel kernel, long intervalNanos) {
        this.kernel = kernel;
        this.intervalNanos = intervalNanos;
    }

    void look(Connection c, long now) {
        boolean connecting = States.inbound(c.state()) == Inbound.CONNECTING;
        if (!connecting || now - c.openedNanos < intervalNanos) return;
        int state = KernelView.state(kernel.info(c));
        if (!isDecided(state)) return;
        KernelView view = Watch.of(c).viewForUpdate();
        view.connectState = state;
        if (view.connectNanos == 0) view.connectNanos = now;
    }

    private static boolean isDecided(int state) {
        return state == KernelCalls.ESTABLISHED || state == KernelCalls.CLOSE_WAIT || state == KernelCalls.CLOSE;
    }
}
