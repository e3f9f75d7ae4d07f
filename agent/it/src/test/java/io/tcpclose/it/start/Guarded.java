package io.tcpclose.it.start;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * An application that a SecurityManager lets do nothing but speak to itself: with each kind of connection once, and
 * with one that it leaks. It ends the JVM by itself.
 */
public final class Guarded {
    static final int EXIT = 5;

    private Guarded() {}

    public static void main(String[] args) throws Exception {
        sockets();
        channels();
        asynchronous();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket leaked = new Socket(listener.getInetAddress(), listener.getLocalPort());
            listener.accept().close();
            leaked.getInputStream().read();
            TimeUnit.SECONDS.sleep(4);
            System.out.println("OPEN " + !leaked.isClosed());
        }
        System.exit(EXIT);
    }

    private static void sockets() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket server = listener.accept()) {
            client.getOutputStream().write(1);
            client.shutdownOutput();
            server.getInputStream().read();
            server.getInputStream().read();
        }
    }

    private static void channels() throws Exception {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel server = listener.accept()) {
            client.write(ByteBuffer.wrap(new byte[] {1}));
            client.shutdownOutput();
            ByteBuffer buffer = ByteBuffer.allocate(2);
            while (server.read(buffer) >= 0) buffer.clear();
        }
    }

    private static void asynchronous() throws Exception {
        try (AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
            client.connect(listener.getLocalAddress()).get();
            try (AsynchronousSocketChannel server = listener.accept().get()) {
                client.write(ByteBuffer.wrap(new byte[] {1})).get();
                server.read(ByteBuffer.allocate(1)).get();
            }
        }
    }
}
