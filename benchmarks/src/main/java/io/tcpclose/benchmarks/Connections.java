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

    static final int PORTS = 50;
    static final int FIRST_PORT = 10_000;
    static final int LOCAL_PORTS = 50_000;
    private static final EventInbox INBOX = new EventInbox();

    private Connections() {}

    /** Registers connected clients; the caller keeps the descriptors, as their sockets would. */
    static FileDescriptor[] open(int count) {
        return open(count, INBOX);
    }

    /** @param inbox told of their events */
    static FileDescriptor[] open(int count, EventInbox inbox) {
        EventInbox.preload();
        Tracing.start(inbox, 2, count, false);
        FileDescriptor[] descriptors = new FileDescriptor[count];
        for (int i = 0; i < count; i++) descriptors[i] = connect(i);
        return descriptors;
    }

    private static FileDescriptor connect(int i) {
        FileDescriptor descriptor = new FileDescriptor();
        SharedSecrets.getJavaIOFileDescriptorAccess().set(descriptor, FIRST_NUMBER + i);
        LifecycleHooks.opened(descriptor, true);
        LifecycleHooks.connecting(descriptor, address(i), 5000 + i % PORTS);
        LifecycleHooks.localAddress(
                descriptor, new InetSocketAddress(address(i / LOCAL_PORTS), FIRST_PORT + i % LOCAL_PORTS));
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
