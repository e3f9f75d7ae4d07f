package io.tcpclose.it.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** An application that leaks one connection for each line on stdin, READY, and ends with the line {@code end}. */
public final class LeakOnDemandMain {
    private static final List<Socket> HELD = new ArrayList<>();

    private LeakOnDemandMain() {}

    public static void main(String[] args) throws IOException {
        java.io.BufferedReader in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            System.out.println("READY");
            for (String line = in.readLine(); !"end".equals(line); line = in.readLine()) {
                if (line == null) System.exit(1);
                leak(listener);
                System.out.println("LEAKED " + HELD.size());
            }
        }
        System.exit(0);
    }

    private static void leak(ServerSocket listener) throws IOException {
        Socket leaked = new Socket(listener.getInetAddress(), listener.getLocalPort());
        HELD.add(leaked);
        listener.accept().close();
        if (leaked.getInputStream().read() != -1) throw new IOException("no end");
    }
}
