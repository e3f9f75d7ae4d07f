package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Accepts a client and hands it to nobody. Left open until exit: closing would discard what it has sent. */
public final class AcceptedNeverRead {
    private AcceptedNeverRead() {}

    public static void play(Stage stage) throws IOException {
        try (ServerSocket listener = new ServerSocket(stage.ownPort(), 1, InetAddress.getLoopbackAddress())) {
            stage.peerConnects(listener.getLocalPort(), Behaviour.PUSH);
            stage.keepUntilExit(stage.opened(listener.accept()));
            stage.did("accept(), and no read");
        }
    }
}
