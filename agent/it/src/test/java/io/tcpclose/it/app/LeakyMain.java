package io.tcpclose.it.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** An application with three connections whose peer has closed, of which it has noticed two; it ends with a line on stdin. */
public final class LeakyMain {
    private static final List<Socket> HELD = new ArrayList<>();

    private LeakyMain() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                Socket leaked = new Socket(listener.getInetAddress(), listener.getLocalPort());
                HELD.add(leaked);
                Socket peer = listener.accept();
                peer.getOutputStream().write(new byte[5]);
                peer.close();
                if (i < 2) leaked.getInputStream().readAllBytes();
            }
            HELD.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
            HELD.add(listener.accept());
            System.out.println("READY");
            int line = System.in.read();
            System.exit(line < 0 ? 1 : 0);
        }
    }
}
