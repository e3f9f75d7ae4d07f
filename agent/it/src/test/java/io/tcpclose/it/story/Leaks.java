package io.tcpclose.it.story;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * An application with one fault at each of three ports of its peer: the first two are read to their end and forgotten, the
 * third is half-closed by us and forgotten. Then as many sound connections as asked for. Says {@code HOLD}, and ends with
 * the first byte on its standard input.
 */
public final class Leaks {
    private static final List<Socket> KEPT = new ArrayList<>();

    private Leaks() {}

    public static void main(String[] args) throws Exception {
        First.leak(Integer.parseInt(args[0]));
        Second.leak(Integer.parseInt(args[1]));
        Third.leak(Integer.parseInt(args[2]));
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            KEPT.add(new Socket("127.0.0.1", Integer.parseInt(args[2])));
        }
        System.out.println("HOLD");
        int unused = System.in.read();
        System.exit(0);
    }

    /** Of a peer that has a name. */
    static final class First {
        static void leak(int port) throws IOException {
            Socket socket = new Socket("localhost", port);
            readToEof(socket);
        }
    }

    /** Of a peer that has only an address. */
    static final class Second {
        static void leak(int port) throws IOException {
            Socket socket = new Socket("127.0.0.1", port);
            readToEof(socket);
        }
    }

    /** By a FIN that nobody answers. */
    static final class Third {
        static void leak(int port) throws IOException {
            Socket socket = new Socket("127.0.0.1", port);
            KEPT.add(socket);
            socket.shutdownOutput();
        }
    }

    private static void readToEof(Socket socket) throws IOException {
        KEPT.add(socket);
        InputStream in = socket.getInputStream();
        in.readAllBytes();
    }
}
