package io.tcpclose.it.silent;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** What the JDK and TLS do by themselves, and the application then meets. */
final class OwnDoings {
    @Silent
    void flushInsideAClose(Wire wire) throws Exception {
        Socket socket = new Socket(HOST, wire.peer("drain close"));
        BufferedOutputStream out = new BufferedOutputStream(socket.getOutputStream());
        out.write(1);
        socket.getInputStream().close();
        wire.refused(out::close);
    }

    @Silent
    void channelClosedByAnInterrupt(Wire wire) throws Exception {
        SocketChannel channel = SocketChannel.open(wire.address("drain close"));
        Thread reader = new Thread(() -> readToFailure(channel));
        reader.start();
        wire.pause(300);
        reader.interrupt();
        reader.join();
        wire.refused(() -> channel.write(ByteBuffer.allocate(1)));
        channel.close();
    }

    private static void readToFailure(SocketChannel channel) {
        try {
            channel.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            // ClosedByInterruptException
        }
    }

    @Silent
    void channelClosedByARefusedConnect(Wire wire) throws Exception {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            InetSocketAddress nobody = new InetSocketAddress(HOST, closedPort());
            wire.refused(() -> {
                if (!channel.connect(nobody)) selector.select();
                channel.finishConnect();
            });
            key.cancel();
            wire.refused(channel::shutdownInput);
            wire.refused(channel::shutdownOutput);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return listener.getLocalPort();
        }
    }

    @Silent
    void idleTlsClosedByThePeer(Wire wire) throws Exception {
        End end = wire.open(wire.tls().createSocket(HOST, wire.peer("tls push:4 close")));
        end.readFully(4);
        wire.awaitPeer(end);
        wire.pause(1500);
        end.readToEof();
        end.close();
    }

    @Silent
    void socketsThatTheJdkMakesForItselfNotYetCollected(Wire wire) throws Exception {
        jdk.net.Sockets.supportedOptions(Socket.class);
        wire.pause(2500);
    }

    @Silent
    void socketsThatTheJdkMakesForItself(Wire wire) throws Exception {
        jdk.net.Sockets.supportedOptions(Socket.class);
        for (int i = 0; i < 3; i++) {
            System.gc();
            wire.pause(200);
        }
    }
}
