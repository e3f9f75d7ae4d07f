package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Does not care for what the peer has sent; the peer learns it by RST. It does not close at our FIN, which a Socket sends first:
 * with both FINs exchanged the connection would be over, and no RST due.
 */
public final class CloseDiscardsUnread {
    private CloseDiscardsUnread() {}

    public static void play(Stage stage) throws IOException, InterruptedException {
        InetSocketAddress peer = stage.peer(Behaviour.PUSH_AND_HOLD);
        try (Socket socket = new Socket(peer.getAddress(), peer.getPort())) {
            while (socket.getInputStream().available() == 0) {
                stage.pause(10);
            }
            stage.opened(socket);
            stage.did("bytes have come, and no read");
        }
        stage.did("close(): FIN, as a Socket does, then RST");
    }
}
