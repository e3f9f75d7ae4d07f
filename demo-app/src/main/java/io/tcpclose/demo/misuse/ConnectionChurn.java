package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** No keep-alive: a connection for every byte, about 200 a second, and a TIME_WAIT for each. */
public final class ConnectionChurn {
    private ConnectionChurn() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.ECHO);
        stage.repeat(4, () -> exchangeOnce(peer));
        stage.did("connect, write, read, close(), again and again");
    }

    private static void exchangeOnce(InetSocketAddress peer) throws IOException {
        try (Socket socket = new Socket(peer.getAddress(), peer.getPort())) {
            socket.getOutputStream().write(1);
            socket.getInputStream().readNBytes(1);
        }
    }
}
