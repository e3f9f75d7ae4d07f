package io.tcpclose.it.late;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections of before the agent: leaks that nobody will use again, beside others that do nothing wrong. Says the ports of their
 * listeners, and ends the legal ones by a line on stdin.
 */
public final class OldConnectionsMain {
    public static final int LEAKS = 60;
    public static final int FORGOTTEN = 20;
    public static final int LIVE = 10;

    private static final List<Object> LEAKED = new ArrayList<>();
    private static final List<Socket> HELD = new ArrayList<>();

    private OldConnectionsMain() {}

    public static void main(String[] args) throws Exception {
        ServerSocket unread = listen(InetAddress.getByName("0.0.0.0"));
        for (int i = 0; i < LEAKS / 2; i++) leaveWithoutBeingRead(unread);
        ServerSocket six = listen(InetAddress.getByName("::1"));
        for (int i = 0; i < FORGOTTEN; i++) forget(six);
        ServerSocketChannel channels = ServerSocketChannel.open().bind(loopback(0));
        for (int i = 0; i < FORGOTTEN; i++) forget(channels);
        ServerSocket live = listen(InetAddress.getLoopbackAddress());
        for (int i = 0; i < LIVE; i++) connect(live);
        Socket[] half = connect(live);
        LEAKED.add(channels);
        System.out.println("PORTS " + unread.getLocalPort() + " " + six.getLocalPort() + " "
                + channels.socket().getLocalPort() + " " + live.getLocalPort());
        nextLine();
        halfClose(half[0], half[1]);
        nextLine();
        for (Socket socket : HELD) socket.close();
        System.exit(0);
    }

    private static void nextLine() throws IOException {
        for (int c = System.in.read(); c != '\n'; c = System.in.read()) if (c < 0) System.exit(1);
    }

    private static SocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static ServerSocket listen(InetAddress address) throws IOException {
        return new ServerSocket(0, 100, address);
    }

    /** Two clients of different addresses with one port. */
    private static void leaveWithoutBeingRead(ServerSocket listener) throws IOException {
        Socket first = bound("127.0.0.2", 0);
        Socket second;
        try {
            second = bound("127.0.0.3", first.getLocalPort());
        } catch (BindException taken) {
            first.close();
            leaveWithoutBeingRead(listener);
            return;
        }
        for (Socket client : List.of(first, second)) {
            client.connect(loopback(listener.getLocalPort()));
            LEAKED.add(listener.accept());
            client.getOutputStream().write(7);
            client.close();
        }
    }

    private static Socket bound(String address, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, port));
        return socket;
    }

    private static void forget(ServerSocket listener) throws IOException {
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        listener.accept().close();
        if (client.getInputStream().read() >= 0) throw new IOException("no end");
        LEAKED.add(client);
    }

    private static void forget(ServerSocketChannel listener) throws IOException {
        SocketChannel client = SocketChannel.open(listener.getLocalAddress());
        listener.accept().close();
        if (client.read(ByteBuffer.allocate(1)) >= 0) throw new IOException("no end");
        LEAKED.add(client);
    }

    private static Socket[] connect(ServerSocket listener) throws IOException {
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept();
        client.getOutputStream().write(1);
        server.getInputStream().read();
        HELD.add(client);
        HELD.add(server);
        return new Socket[] {client, server};
    }

    /** A request that ends in a FIN, and an answer that takes its time. */
    private static void halfClose(Socket client, Socket server) throws Exception {
        client.shutdownOutput();
        if (server.getInputStream().read() >= 0) throw new IOException("no end");
        Thread.sleep(500);
        server.getOutputStream().write(new byte[5]);
        server.close();
        client.getInputStream().readAllBytes();
        client.close();
    }
}
