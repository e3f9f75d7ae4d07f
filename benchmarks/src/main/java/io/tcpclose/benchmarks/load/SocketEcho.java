package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;

/** One blocking Socket, one echoing thread. */
final class SocketEcho implements Load {
    private final Socket client;
    private final byte[] buffer = new byte[Loopback.MESSAGE];

    SocketEcho() throws IOException {
        try (ServerSocket listener = Loopback.listen()) {
            Loopback.Pair pair = Loopback.connect(listener);
            client = pair.client();
            Thread server = new Thread(() -> serve(pair.server()), "echo");
            server.setDaemon(true);
            server.start();
        }
    }

    static void serve(Socket socket) {
        try {
            Loopback.echo(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void run(int operations) throws IOException {
        for (int i = 0; i < operations; i++) Loopback.exchange(client, buffer);
    }
}
