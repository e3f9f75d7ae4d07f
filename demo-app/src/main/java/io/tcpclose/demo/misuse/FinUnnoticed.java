package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Kept for later and never looked at: nobody reads the FIN. Left open until exit: closing now would be late-close too. */
public final class FinUnnoticed {
    private FinUnnoticed() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.FIN);
        stage.keepUntilExit(stage.opened(new Socket(peer.getAddress(), peer.getPort())));
        stage.did("connect, and no read");
    }
}
