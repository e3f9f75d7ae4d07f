package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Exit answers bytes that nobody read with RST. */
public final class OpenAtExitUnread {
    private OpenAtExitUnread() {}

    public static void play(Stage stage) throws IOException, InterruptedException {
        InetSocketAddress peer = stage.peer(Behaviour.PUSH);
        Socket socket = stage.keepUntilExit(new Socket(peer.getAddress(), peer.getPort()));
        while (socket.getInputStream().available() == 0) {
            stage.pause(10);
        }
        stage.opened(socket);
        stage.did("bytes have come, no read and no close()");
    }
}
