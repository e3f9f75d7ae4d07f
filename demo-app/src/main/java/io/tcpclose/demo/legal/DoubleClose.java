package io.tcpclose.demo.legal;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** close() is idempotent; try-with-resources over a socket and its streams closes three times. */
public final class DoubleClose {
    private DoubleClose() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.ECHO);
        Socket socket = new Socket(peer.getAddress(), peer.getPort());
        stage.opened(socket);
        stage.did("connect");
        socket.getOutputStream().close();
        socket.close();
        stage.did("close(), close()");
    }
}
