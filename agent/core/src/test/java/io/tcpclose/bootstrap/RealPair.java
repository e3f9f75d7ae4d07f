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
import org.jspecify.annotations.Nullable;

/** A real connection over loopback whose near end is in the table, put there by the hooks as the woven JDK calls them. */
public final class RealPair implements AutoCloseable {
    private final SocketChannel near;
    private final SocketChannel far;
    private final FileDescriptor descriptor;
    private final Connection connection;

    private RealPair(SocketChannel near, SocketChannel far, @Nullable Thread agent) throws IOException {
        this.near = near;
        this.far = far;
        this.descriptor = Objects.requireNonNull(Descriptors.of(near));
        InetSocketAddress to = (InetSocketAddress) near.getRemoteAddress();
        Tracing.agentThread = agent;
        LifecycleHooks.opened(descriptor, true);
        Tracing.agentThread = null;
        LifecycleHooks.connecting(descriptor, to.getAddress(), to.getPort());
        LifecycleHooks.connectResult(descriptor, true, null);
        this.connection = Objects.requireNonNull(SocketHooks.findExact(descriptor));
    }

    /** One of the application's, for whoever {@link Tracing} was started with. */
    public static RealPair client() {
        return connected(null);
    }

    /** One of the agent's own. */
    public static RealPair own() {
        return connected(Thread.currentThread());
    }

    private static RealPair connected(@Nullable Thread agent) {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel near = SocketChannel.open(server.getLocalAddress());
            return new RealPair(near, server.accept(), agent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Connection connection() {
        return connection;
    }

    /** The other end sends FIN; it may be on its way when this returns. */
    public void finFromPeer() {
        try {
            far.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The other end sends RST. */
    public void resetFromPeer() throws IOException {
        far.setOption(StandardSocketOptions.SO_LINGER, 0);
        far.close();
    }

    /** The other end sends that many bytes; returns when they have arrived. */
    public void dataFromPeer(int bytes) throws IOException {
        int before = KernelCalls.available(descriptor);
        far.write(ByteBuffer.allocate(bytes));
        await(() -> KernelCalls.available(descriptor) >= before + bytes);
    }

    /** Bytes go out, and the other end has read them. */
    public void dataToPeer(int bytes) throws IOException {
        near.write(ByteBuffer.allocate(bytes));
        ByteBuffer read = ByteBuffer.allocate(bytes);
        while (read.hasRemaining() && far.read(read) >= 0) Thread.onSpinWait();
    }

    /** Takes that many bytes out of the receive buffer. */
    public void read(int bytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(bytes);
        while (read.hasRemaining() && near.read(read) >= 0) Thread.onSpinWait();
    }

    /** Our FIN; returns when the other end has it. */
    public void shutdownOutput() throws IOException {
        near.shutdownOutput();
        CloseHooks.shutdownOutputExit(near, CloseHooks.shutdownOutputEnter(near), null);
        read(far);
    }

    private static void read(SocketChannel end) throws IOException {
        if (end.read(ByteBuffer.allocate(1)) >= 0) throw new AssertionError("no FIN");
    }

    /** close() of the application; returns when the other end has our FIN. */
    public void closes() throws IOException {
        Connection closing = CloseHooks.closeEnter(near);
        CloseHooks.release(descriptor);
        near.close();
        CloseHooks.closeExit(closing);
        read(far);
    }

    /** Until the condition holds; gives up after ten seconds. */
    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) throw new AssertionError("it never came");
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        CloseHooks.release(descriptor);
        near.close();
        far.close();
    }
}
