package io.tcpclose.core.probe;

import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import io.tcpclose.core.connection.TcpState;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.rule.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The one answer to the question in which state of TCP a connection is, for reports and meters alike: the kernel's own where it
 * can be asked, else that of the table ({@link TcpState}). So there is one number of connections in CLOSE_WAIT at a time.
 */
public final class StateNow {
    private StateNow() {}

    /** One system call. @return null where neither the kernel nor history tells */
    public static @Nullable String of(Subject s, Kernel kernel) {
        int info = s.descriptor() == Descriptor.CLOSED ? 0 : kernel.info(s.connection());
        String told = TcpState.ofKernel(KernelView.state(info));
        return told != null ? told : TcpState.of(s.inbound(), s.outbound(), s.descriptor());
    }

    /** The same, and no call for a connection in plain use, which most are: the probe would have found what it did not do itself. */
    public static @Nullable String ofProbed(Subject s, Kernel kernel) {
        return isPlain(s) ? TcpState.of(s.inbound(), s.outbound(), s.descriptor()) : of(s, kernel);
    }

    private static boolean isPlain(Subject s) {
        return s.inbound() == Inbound.OPEN
                && s.outbound() == Outbound.OPEN
                && s.descriptor() == Descriptor.OPEN
                && !s.kernel().isSuspicious();
    }

    /** The peer's FIN is there and was not read; own shutdownInput hides it from the table of the halves. */
    public static boolean hasUnreadFin(Subject s) {
        boolean hidden = s.inbound() == Inbound.SHUT && s.kernel().finNanos != 0;
        return hidden || s.inbound() == Inbound.FIN_PENDING;
    }
}
