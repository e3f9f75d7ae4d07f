package io.tcpclose.it.story;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An application that uses up its descriptors: with sockets ({@code connect}), or with files until it can accept no more
 * ({@code accept}, {@code channel}). Opens one, says {@code READY}, goes on with a line on its standard input, says {@code OUT} and the message where
 * there were too many, then {@code HOLD}, and ends with the next line.
 */
public final class Exhaustion {
    private static final List<Closeable> KEPT = new ArrayList<>();

    private static final int WAITING = 8;

    private Exhaustion() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        KEPT.add(new Socket("127.0.0.1", port));
        System.out.println("READY");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String unused = in.readLine();
        try {
            switch (args[0]) {
                case "connect" -> connect(port, Integer.parseInt(args[2]));
                case "accept" -> accept();
                default -> channel();
            }
        } catch (IOException e) {
            System.out.println("OUT " + e.getMessage());
        }
        System.out.println("HOLD");
        unused = in.readLine();
        System.exit(0);
    }

    private static void connect(int port, int sockets) throws IOException {
        for (int i = 0; i < sockets; i++) KEPT.add(new Socket("127.0.0.1", port));
    }

    private static void accept() throws IOException {
        ServerSocket listener = new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
        acceptAll(listener.getLocalPort(), listener::accept);
    }

    private static void channel() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), WAITING);
        acceptAll(listener.socket().getLocalPort(), listener::accept);
    }

    private interface Accept {
        Closeable one() throws IOException;
    }

    /** More than one try: the agent, too, may give a descriptor back in between. */
    private static void acceptAll(int port, Accept accept) throws IOException {
        for (int i = 0; i < WAITING; i++) KEPT.add(new Socket(InetAddress.getLoopbackAddress(), port));
        KEPT.add(accept.one());
        for (int i = 1; i < WAITING; i++) {
            fill();
            KEPT.add(accept.one());
        }
    }

    /** With what the agent does not see. */
    private static void fill() {
        try {
            while (true) KEPT.add(new FileInputStream("/dev/null"));
        } catch (IOException full) {
            // As wanted.
        }
    }
}
