package io.tcpclose.demo.legal;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** In CLOSE_WAIT all the while, and rightly: the peer has asked and listens. */
public final class HalfCloseServer {
    private HalfCloseServer() {}

    public static void play(Stage stage) throws IOException {
        try (ServerSocket listener = new ServerSocket(stage.ownPort(), 1, InetAddress.getLoopbackAddress())) {
            stage.peerConnects(listener.getLocalPort(), Behaviour.ASK_AND_HALF_CLOSE);
            Socket socket = listener.accept();
            stage.opened(socket);
            socket.getInputStream().readAllBytes();
            stage.did("accept, read to end-of-file");
            stage.repeat(300, () -> socket.getOutputStream().write(1));
            stage.did("write() again and again");
            stage.atEnd(socket::close);
        }
    }
}
