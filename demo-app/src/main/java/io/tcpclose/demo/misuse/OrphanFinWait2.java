package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Closes as it should; the misuse is the peer's, which never does. The kernel waits in FIN_WAIT_2, and nobody owns that. */
public final class OrphanFinWait2 {
    private OrphanFinWait2() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.HOLD);
        stage.opened(new Socket(peer.getAddress(), peer.getPort())).close();
        stage.did("connect, close(): FIN");
    }
}
