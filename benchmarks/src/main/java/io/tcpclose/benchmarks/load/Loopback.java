package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Connected pairs of sockets. */
final class Loopback {
    static final int MESSAGE = 64;

    private Loopback() {}

    record Pair(Socket client, Socket server) {}

    static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    }

    static Pair connect(ServerSocket listener) throws IOException {
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept();
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        return new Pair(client, server);
    }

    /** Sends back what comes until the stream ends. */
    static void echo(Socket socket) throws IOException {
        byte[] buffer = new byte[MESSAGE];
        for (int n; (n = socket.getInputStream().read(buffer)) > 0; ) {
            socket.getOutputStream().write(buffer, 0, n);
        }
    }

    /** One message out, the same number of bytes back. */
    static void exchange(Socket socket, byte[] buffer) throws IOException {
        socket.getOutputStream().write(buffer);
        int missing = buffer.length;
        while (missing > 0) {
            int n = socket.getInputStream().read(buffer, 0, missing);
            if (n < 0) throw new IOException("end of file");
            missing -= n;
        }
    }
}
