package io.tcpclose.it.renaming;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A byte there and back, by sockets and by channels. */
public final class ExchangeMain {
    private ExchangeMain() {}

    public static void main(String[] args) throws Exception {
        sockets();
        channels();
        System.out.println("EXCHANGED");
        Thread.sleep(Long.parseLong(args[0]));
    }

    private static void sockets() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket client = new Socket("localhost", listener.getLocalPort());
                Socket server = listener.accept()) {
            client.getOutputStream().write(7);
            server.getOutputStream().write(server.getInputStream().read());
            if (client.getInputStream().read() != 7) throw new IOException("another byte");
        }
    }

    private static void channels() throws IOException {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel server = listener.accept()) {
            client.write(ByteBuffer.wrap(new byte[] {7}));
            ByteBuffer got = ByteBuffer.allocate(1);
            if (server.read(got) != 1 || got.get(0) != 7) throw new IOException("another byte");
        }
    }
}
