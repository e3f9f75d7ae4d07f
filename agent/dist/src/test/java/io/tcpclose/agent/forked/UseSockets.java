package io.tcpclose.agent.forked;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Uses and misuses sockets in each way whose hooks do something, on three threads, and ends without a shutdown. */
public final class UseSockets {
    public static final int DONE = 42;
    public static final String MARKS = "io.tcpclose.agent.forked.UseSockets$Mark";

    private UseSockets() {}

    /** Loaded by the thread whose number it has: the class log then tells which thread that was. */
    static final class MarkOfMain {
        static void here() {}
    }

    static final class MarkOfSockets {
        static void here() {}
    }

    static final class MarkOfChannels {
        static void here() {}
    }

    private interface Use {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        MarkOfMain.here();
        Thread sockets = new Thread(() -> use(UseSockets::sockets));
        Thread channels = new Thread(() -> use(UseSockets::channels));
        sockets.start();
        channels.start();
        sockets.join();
        channels.join();
        refused();
        Runtime.getRuntime().halt(DONE);
    }

    private static void use(Use use) {
        try {
            use.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sockets() throws IOException {
        MarkOfSockets.here();
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            Socket halfClosed = new Socket(server.getInetAddress(), server.getLocalPort());
            Socket accepted = server.accept();
            halfClosed.getOutputStream().write(new byte[100]);
            halfClosed.shutdownOutput();
            accepted.getInputStream().readAllBytes();
            accepted.getOutputStream().write(7);
            accepted.close();
            halfClosed.getInputStream().readAllBytes();
            ignoring(() -> halfClosed.getOutputStream().write(1));
            halfClosed.close();
            ignoring(() -> halfClosed.getInputStream().read());
            Socket reset = new Socket(server.getInetAddress(), server.getLocalPort());
            Socket resetting = server.accept();
            resetting.setSoLinger(true, 0);
            resetting.close();
            ignoring(() -> reset.getInputStream().read());
            ignoring(() -> reset.getOutputStream().write(1));
            ignoring(() -> reset.getOutputStream().write(1));
            reset.shutdownInput();
            reset.close();
        }
    }

    private static void channels() throws Exception {
        MarkOfChannels.here();
        try (ServerSocketChannel server = ServerSocketChannel.open();
                Selector selector = Selector.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel client = SocketChannel.open(server.getLocalAddress());
            SocketChannel accepted = server.accept();
            client.setOption(StandardSocketOptions.SO_LINGER, 5);
            client.write(new ByteBuffer[] {ByteBuffer.allocate(5), ByteBuffer.allocate(5)});
            accepted.read(new ByteBuffer[] {ByteBuffer.allocate(5), ByteBuffer.allocate(5)});
            accepted.configureBlocking(false);
            accepted.register(selector, 1);
            client.shutdownOutput();
            selector.select(1_000);
            accepted.read(ByteBuffer.allocate(1));
            accepted.write(ByteBuffer.allocate(1));
            accepted.close();
            selector.selectNow();
            client.socket().getInputStream();
            client.close();
            ignoring(() -> client.read(ByteBuffer.allocate(1)));
        }
    }

    private static void refused() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        ignoring(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    }

    private static void ignoring(Use use) {
        try {
            use.run();
        } catch (SocketException | ClosedChannelException expected) {
            // that is the point
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
