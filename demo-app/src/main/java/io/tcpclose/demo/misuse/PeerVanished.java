package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Waits for a machine that is gone: what was written is sent again and again, and no FIN will ever come. */
public final class PeerVanished {
    private static final int MILLIS_UNTIL_GONE = 500;

    private PeerVanished() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.VANISH);
        Socket socket = new Socket(peer.getAddress(), peer.getPort());
        stage.atEnd(socket::close);
        stage.opened(socket);
        stage.did("connect");
        stage.background(() -> {
            stage.pause(MILLIS_UNTIL_GONE);
            socket.getOutputStream().write(1);
            stage.did("write() to a machine that is gone");
        });
    }
}
