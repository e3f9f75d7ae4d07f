package io.tcpclose.demo.legal;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Has accepted, has greeted, and has nothing to read as long as the client says nothing. */
public final class ServerSpeaksFirst {
    private ServerSpeaksFirst() {}

    public static void play(Stage stage) throws IOException {
        try (ServerSocket listener = new ServerSocket(stage.ownPort(), 1, InetAddress.getLoopbackAddress())) {
            stage.peerConnects(listener.getLocalPort(), Behaviour.READ);
            Socket client = listener.accept();
            stage.opened(client);
            client.getOutputStream().write(1);
            stage.did("accept, write, and nothing to read");
            stage.atEnd(client::close);
        }
    }
}
