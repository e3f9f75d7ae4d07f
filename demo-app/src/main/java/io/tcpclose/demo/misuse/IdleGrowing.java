package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A client that forgets that it has a connection already. */
public final class IdleGrowing {
    private IdleGrowing() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.READ);
        List<Socket> unused = new ArrayList<>();
        stage.repeat(200, () -> openOneMore(peer, unused));
        stage.atEnd(() -> closeAll(unused));
        stage.did("connect again and again, and use none");
    }

    private static void openOneMore(InetSocketAddress peer, List<Socket> unused) throws IOException {
        unused.add(new Socket(peer.getAddress(), peer.getPort()));
    }

    private static void closeAll(List<Socket> unused) throws IOException {
        for (Socket socket : unused) {
            socket.close();
        }
    }
}
