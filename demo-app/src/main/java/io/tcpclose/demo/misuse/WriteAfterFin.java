package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Takes -1 for a half-close, but the peer has gone: the first write is lost without a word, the next one fails. */
public final class WriteAfterFin {
    private static final int ATTEMPTS = 100;

    private WriteAfterFin() {}

    public static void play(Stage stage) throws IOException, InterruptedException {
        InetSocketAddress peer = stage.peer(Behaviour.FIN);
        try (Socket socket = new Socket(peer.getAddress(), peer.getPort())) {
            stage.opened(socket);
            socket.getInputStream().readAllBytes();
            stage.did("read() = -1");
            writeUntilBroken(socket.getOutputStream(), stage);
            stage.did("write() until RST breaks the pipe");
        }
        stage.did("close()");
    }

    private static void writeUntilBroken(OutputStream out, Stage stage) throws InterruptedException {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                out.write(1);
                stage.pause(50);
            }
        } catch (IOException brokenPipe) {
            return;
        }
        throw new IllegalStateException("no RST came");
    }
}
