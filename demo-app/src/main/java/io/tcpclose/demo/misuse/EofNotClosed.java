package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The read loop ends at -1 and nobody closes. Left open until exit: closing now would be late-close too. */
public final class EofNotClosed {
    private EofNotClosed() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.GREET_THEN_FIN);
        Socket socket = stage.opened(stage.keepUntilExit(new Socket(peer.getAddress(), peer.getPort())));
        socket.getInputStream().readAllBytes();
        stage.did("read to end-of-file, and no close()");
    }
}
