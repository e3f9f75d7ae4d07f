package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A last message, one line too late. */
public final class UseAfterClose {
    private UseAfterClose() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.ECHO);
        Socket socket = new Socket(peer.getAddress(), peer.getPort());
        OutputStream out = socket.getOutputStream();
        out.write(1);
        socket.getInputStream().readNBytes(1);
        stage.opened(socket);
        stage.did("connect, write, read");
        socket.close();
        stage.did("close(): FIN");
        writeAfterClose(out);
        stage.did("write(): refused");
    }

    private static void writeAfterClose(OutputStream out) {
        try {
            out.write(2);
        } catch (IOException socketClosed) {
            return;
        }
        throw new IllegalStateException("a closed socket took a byte");
    }
}
