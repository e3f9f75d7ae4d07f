package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Shuts its input down to be left alone; the peer is not told, and its answer goes nowhere. */
public final class ShutdownInputDataLost {
    private ShutdownInputDataLost() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.ECHO);
        Socket socket = stage.keepUntilExit(new Socket(peer.getAddress(), peer.getPort()));
        stage.opened(socket);
        stage.did("connect");
        socket.shutdownInput();
        stage.did("shutdownInput(): nothing is sent");
        socket.getOutputStream().write(new byte[] {1, 2, 3});
        stage.did("write(), which the peer answers");
    }
}
