package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A channel that was collected while open leaves a descriptor that nobody can close: the kernel still has its state, and the
 * number is asked for as long as it leads to the very connection. For the agent's thread.
 */
final class LostDescriptors {
    private static final @Nullable MethodHandle LOCAL =
            KernelCalls.find("localAddress", InetSocketAddress.class, FileDescriptor.class);
    private static final @Nullable MethodHandle REMOTE =
            KernelCalls.find("remoteAddress", InetSocketAddress.class, FileDescriptor.class);

    private LostDescriptors() {}

    static @Nullable FileDescriptor of(Connection c) {
        boolean known = c.has(Connection.CONNECTED) || c instanceof ListeningSocket;
        if (!ConnectionTable.holds(c) || !known) return null;
        FileDescriptor descriptor = Descriptors.withNumber(c.fd);
        return leadsTo(descriptor, c) ? descriptor : null;
    }

    private static boolean leadsTo(FileDescriptor descriptor, Connection c) {
        MethodHandle local = LOCAL;
        MethodHandle remote = REMOTE;
        if (local == null || remote == null) return false;
        try {
            InetSocketAddress ours = (InetSocketAddress) local.invokeExact(descriptor);
            if (c instanceof ListeningSocket) return c.localPort() != 0 && ours.getPort() == c.localPort();
            InetSocketAddress theirs = (InetSocketAddress) remote.invokeExact(descriptor);
            return ours.getPort() == c.localPort()
                    && theirs.getPort() == c.remotePort()
                    && theirs.getAddress().equals(c.remoteAddress());
        } catch (Throwable noLongerConnected) {
            return false;
        }
    }
}
