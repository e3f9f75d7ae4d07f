package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A real connection over loopback. Nothing is woven here: the hooks are called by hand, in the order in which the woven JDK
 * calls them, for the near end only.
 */
final class Loopback implements AutoCloseable {
    final SocketChannel near;
    final SocketChannel far;
    final FileDescriptor descriptor;

    private Loopback(SocketChannel near, SocketChannel far) {
        this.near = near;
        this.far = far;
        this.descriptor = Objects.requireNonNull(Descriptors.of(near));
    }

    /** Connected, and unknown to the hooks: as a late attach meets it. */
    static Loopback untraced() {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel near = SocketChannel.open(server.getLocalAddress());
            return new Loopback(near, server.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opened, connecting, connected: as a client. */
    static Loopback client() {
        Loopback pair = untraced();
        LifecycleHooks.opened(pair.descriptor, true);
        InetSocketAddress to = (InetSocketAddress) pair.near.socket().getRemoteSocketAddress();
        LifecycleHooks.connecting(pair.descriptor, to.getAddress(), to.getPort());
        LifecycleHooks.connectResult(pair.descriptor, true, null);
        return pair;
    }

    Connection connection() {
        return Objects.requireNonNull(SocketHooks.findExact(descriptor));
    }

    /** One read that returned {@code n}. */
    void read(long n) {
        SocketHooks.readExit(SocketHooks.readEnter(descriptor), n, null, 0, 0);
    }

    void readFails(Throwable thrown) {
        SocketHooks.readExit(SocketHooks.readEnter(descriptor), 0, thrown, 0, 0);
    }

    void write(long n) {
        SocketHooks.writeExit(SocketHooks.writeEnter(descriptor, 0, 0, 0), n, null);
    }

    void writeFails(Throwable thrown) {
        SocketHooks.writeExit(SocketHooks.writeEnter(descriptor, 0, 0, 0), 0, thrown);
    }

    /** close() of a channel that no selector holds. */
    void closes() {
        Connection closing = CloseHooks.closeEnter(near);
        CloseHooks.release(descriptor);
        CloseHooks.closeExit(closing);
    }

    /** The other end sends that many bytes; returns when they have arrived. */
    void arrive(int bytes) throws IOException {
        far.write(ByteBuffer.allocate(bytes));
        await(() -> KernelCalls.available(descriptor) >= bytes);
    }

    /** The other end sends FIN; returns when it has arrived. */
    void finArrives() throws IOException {
        far.shutdownOutput();
        await(() -> (KernelCalls.poll(descriptor) & KernelCalls.POLLRDHUP) != 0);
    }

    /** The other end sends RST; returns when it has arrived. */
    void resetArrives() throws IOException {
        far.setOption(StandardSocketOptions.SO_LINGER, 0);
        far.close();
        await(() -> (KernelCalls.poll(descriptor) & KernelCalls.POLLHUP) != 0);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) throw new AssertionError("nothing arrived");
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        try {
            near.close();
            far.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
