package io.tcpclose.benchmarks;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.LifecycleHooks;
import io.tcpclose.bootstrap.SocketHooks;
import io.tcpclose.core.probe.OpenSockets;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that the kernel knows as well, to a {@link Peer}; told to the hooks by hand, since nothing is woven here. */
final class RealConnections {
    private static final int ADDRESSES = 50;

    private final int port;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final List<FileDescriptor> descriptors = new ArrayList<>();

    RealConnections(int port) {
        this.port = port;
    }

    /** @param accepted whether they are shown as accepted ones */
    void open(int count, boolean accepted) throws Exception {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(address());
            FileDescriptor descriptor = descriptor(channel);
            if (accepted) accepted(channel, descriptor);
            else connected(channel, descriptor);
            channels.add(channel);
            descriptors.add(descriptor);
        }
    }

    private InetSocketAddress address() throws IOException {
        byte last = (byte) (1 + channels.size() % ADDRESSES);
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, last}), port);
    }

    private static FileDescriptor descriptor(SocketChannel channel) throws ReflectiveOperationException {
        Method getter = channel.getClass().getDeclaredMethod("getFD");
        getter.setAccessible(true);
        return (FileDescriptor) getter.invoke(channel);
    }

    private static void accepted(SocketChannel channel, FileDescriptor descriptor) throws IOException {
        LifecycleHooks.accepted(descriptor, channel.getRemoteAddress(), channel.getLocalAddress(), Kind.CHANNEL);
    }

    private static void connected(SocketChannel channel, FileDescriptor descriptor) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        LifecycleHooks.opened(descriptor, true);
        LifecycleHooks.connecting(descriptor, remote.getAddress(), remote.getPort());
        LifecycleHooks.localAddress(descriptor, (InetSocketAddress) channel.getLocalAddress());
        LifecycleHooks.connectResult(descriptor, true, null);
    }

    /** Moves the counters: as far as the agent can see, a message went out and one came in, or end-of-file did. */
    void use(int index, boolean eof) {
        FileDescriptor descriptor = descriptors.get(index);
        SocketHooks.writeExit(SocketHooks.writeEnter(descriptor, 0, 0, 0), 64, null);
        SocketHooks.readExit(SocketHooks.readEnter(descriptor), eof ? -1 : 64, null, 0, 0);
    }

    /** Makes the peer send FIN; the agent does not see the byte that asks for it. */
    void askForFin(int index) throws IOException {
        channels.get(index).write(ByteBuffer.allocate(1));
    }

    /** Until so many FINs are there. */
    void awaitFins(int count) throws InterruptedException {
        while (fins() < count) Thread.sleep(1);
    }

    private static int fins() {
        int fins = 0;
        for (Connection c : OpenSockets.connections()) if ((KernelCalls.ready(c) & KernelCalls.POLLRDHUP) != 0) fins++;
        return fins;
    }
}
