package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Listens and does not accept: clients connect all the same, ask, and give up. */
public final class BacklogCloseWait {
    private static final int CLIENTS = 3;

    private BacklogCloseWait() {}

    public static void play(Stage stage) throws IOException {
        ServerSocket listener = new ServerSocket(stage.ownPort(), 8, InetAddress.getLoopbackAddress());
        stage.atEnd(listener::close);
        for (int client = 0; client < CLIENTS; client++) {
            stage.peerConnects(listener.getLocalPort(), Behaviour.GREET_THEN_FIN);
        }
        stage.did("no accept()");
    }
}
