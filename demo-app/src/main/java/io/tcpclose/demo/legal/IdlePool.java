package io.tcpclose.demo.legal;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Idle is not leaked: the pool does not grow, and its connections are used again. */
public final class IdlePool {
    private static final int SIZE = 4;

    private IdlePool() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.ECHO);
        for (int pooled = 0; pooled < SIZE; pooled++) {
            Socket socket = new Socket(peer.getAddress(), peer.getPort());
            exchange(stage.opened(socket));
            stage.did("connect, write, read");
            stage.atEnd(() -> useAgainAndClose(socket));
        }
    }

    private static void useAgainAndClose(Socket socket) throws IOException {
        exchange(socket);
        socket.close();
    }

    private static void exchange(Socket socket) throws IOException {
        socket.getOutputStream().write(1);
        socket.getInputStream().readNBytes(1);
    }
}
