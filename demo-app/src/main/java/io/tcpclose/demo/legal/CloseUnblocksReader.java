package io.tcpclose.demo.legal;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The standard way to stop a blocking reader. */
public final class CloseUnblocksReader {
    private CloseUnblocksReader() {}

    public static void play(Stage stage) throws IOException, InterruptedException {
        InetSocketAddress peer = stage.peer(Behaviour.ECHO);
        Socket socket = new Socket(peer.getAddress(), peer.getPort());
        stage.opened(socket);
        stage.background(() -> readUntilClosed(socket));
        // Long enough for the reader to be inside its read.
        stage.pause(300);
        stage.did("read(), blocked");
        socket.close();
        stage.did("close(), which wakes the reader");
    }

    private static void readUntilClosed(Socket socket) {
        try {
            socket.getInputStream().read();
        } catch (IOException socketClosed) {
            return;
        }
        throw new IllegalStateException("the read was not woken by close");
    }
}
