package io.tcpclose.it.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults of one request, inside its trace: a use after close, and a connection that is read to its end and forgotten. The use is on
 * another thread's account, outside of the trace, for {@link #outside}.
 */
final class Requests {
    private static final List<Socket> KEPT = new ArrayList<>();

    private Requests() {}

    static void inside(String library, int port) throws IOException {
        try (Context context = Context.enter(library)) {
            useAfterClose(port);
        }
    }

    static void leak(String library, int port) throws IOException {
        try (Context context = Context.enter(library)) {
            Socket socket = new Socket("127.0.0.1", port);
            KEPT.add(socket);
            socket.getInputStream().readAllBytes();
        }
    }

    static void outside(int port) throws IOException {
        useAfterClose(port);
    }

    private static void useAfterClose(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        socket.close();
        for (int i = 0; i < 2; i++) {
            try {
                out.write(1);
            } catch (IOException closed) {
                // What is looked at.
            }
        }
        in.close();
    }
}
