package io.tcpclose.demo.legal;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Open, ask, read, close: once with each kind of socket. */
public final class CleanEcho {
    private static final String EXCHANGE = "connect, write, read";
    private static final String CLOSE = "close()";

    private CleanEcho() {}

    public static void socket(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.ECHO);
        try (Socket socket = new Socket(peer.getAddress(), peer.getPort())) {
            stage.opened(socket);
            socket.getOutputStream().write(1);
            socket.getInputStream().readNBytes(1);
            stage.did(EXCHANGE);
        }
        stage.did(CLOSE);
    }

    public static void channel(Stage stage) throws IOException {
        try (SocketChannel channel = SocketChannel.open(stage.peer(Behaviour.ECHO))) {
            stage.opened(channel);
            channel.write(ByteBuffer.wrap(new byte[] {1}));
            channel.read(ByteBuffer.allocate(1));
            stage.did(EXCHANGE);
        }
        stage.did(CLOSE);
    }

    public static void async(Stage stage) throws Exception {
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
            stage.opened(channel);
            channel.connect(stage.peer(Behaviour.ECHO)).get();
            channel.write(ByteBuffer.wrap(new byte[] {1})).get();
            channel.read(ByteBuffer.allocate(1)).get();
            stage.did(EXCHANGE);
        }
        stage.did(CLOSE);
    }

    public static void selector(Stage stage) throws IOException {
        try (Selector selector = Selector.open()) {
            SocketChannel channel = SocketChannel.open(stage.peer(Behaviour.ECHO));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channel.write(ByteBuffer.wrap(new byte[] {1}));
            selector.select();
            channel.read(ByteBuffer.allocate(1));
            stage.opened(channel);
            stage.did(EXCHANGE);
            channel.close();
            selector.selectNow();
        }
        stage.did(CLOSE);
    }
}
