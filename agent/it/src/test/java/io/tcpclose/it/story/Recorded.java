package io.tcpclose.it.story;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Opens a connection, says {@code READY}, goes on with a line on its standard input: half-closes it as it should be done, half a second before
 * it closes it, and uses another after its close. Says {@code DONE} and ends with the next line.
 */
public final class Recorded {
    private static final int BETWEEN_MS = 500;

    private Recorded() {}

    /** @param args a port that echoes */
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        int port = Integer.parseInt(args[0]);
        Socket socket = open(port);
        System.out.println("READY");
        String unused = in.readLine();
        halfClose(socket);
        useAfterClose(open(port));
        System.out.println("DONE");
        unused = in.readLine();
        System.exit(0);
    }

    private static Socket open(int port) throws IOException {
        return new Socket("localhost", port);
    }

    private static void halfClose(Socket socket) throws Exception {
        socket.getOutputStream().write(new byte[7]);
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        Thread.sleep(BETWEEN_MS);
        in.readAllBytes();
        socket.close();
    }

    private static void useAfterClose(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        socket.close();
        for (int i = 0; i < 2; i++) {
            try {
                out.write(1);
            } catch (IOException closed) {
                // What is looked at.
            }
        }
    }
}
