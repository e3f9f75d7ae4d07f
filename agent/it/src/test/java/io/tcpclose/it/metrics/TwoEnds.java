package io.tcpclose.it.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An application with both ends of one connection, until it reads the exit code that it shall have. */
public final class TwoEnds {
    private TwoEnds() {}

    public static void main(String[] args) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int exitCode;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket server = listener.accept()) {
            client.getOutputStream().write(1);
            if (server.getInputStream().read() == 1) System.out.println("READY");
            exitCode = Integer.parseInt(commands.readLine());
        }
        System.exit(exitCode);
    }
}
