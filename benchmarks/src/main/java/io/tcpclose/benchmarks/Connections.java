package io.tcpclose.benchmarks;

import io.tcpclose.bootstrap.LifecycleHooks;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.probe.EventInbox;
import java.io.FileDescriptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import jdk.internal.access.SharedSecrets;

/** Connections that only the hooks know: descriptors whose numbers nobody has opened. */
final class Connections {
    /** Above what a JVM has open by itself. */
    private static final int FIRST_NUMBER = 4096;

    private static final int PORTS = 50;
    private static final EventInbox INBOX = new EventInbox();

    private Connections() {}

    /** Registers connected clients; the caller keeps the descriptors, as their sockets would. */
    static FileDescriptor[] open(int count) {
        EventInbox.preload();
        Tracing.start(INBOX, 2, count, false);
        FileDescriptor[] descriptors = new FileDescriptor[count];
        for (int i = 0; i < count; i++) descriptors[i] = connect(i);
        return descriptors;
    }

    private static FileDescriptor connect(int i) {
        FileDescriptor descriptor = new FileDescriptor();
        SharedSecrets.getJavaIOFileDescriptorAccess().set(descriptor, FIRST_NUMBER + i);
        LifecycleHooks.opened(descriptor, true);
        LifecycleHooks.connecting(descriptor, address(i), 5000 + i % PORTS);
        LifecycleHooks.localAddress(descriptor, new InetSocketAddress(address(0), 10_000 + i));
        LifecycleHooks.connectResult(descriptor, true, null);
        return descriptor;
    }

    private static InetAddress address(int i) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) (i % PORTS)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
