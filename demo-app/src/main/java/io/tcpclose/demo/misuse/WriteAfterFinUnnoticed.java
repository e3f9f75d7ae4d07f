package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Takes a connection out of its pool and writes a request, without a look whether the peer has closed it meanwhile. */
public final class WriteAfterFinUnnoticed {
    private static final int IDLE_MILLIS = 1_500;
    private static final int ATTEMPTS = 100;

    private WriteAfterFinUnnoticed() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.FIN);
        stage.background(() -> writeLater(peer, stage));
    }

    private static void writeLater(InetSocketAddress peer, Stage stage) throws Exception {
        try (Socket socket = new Socket(peer.getAddress(), peer.getPort())) {
            stage.opened(socket);
            stage.pause(IDLE_MILLIS);
            stage.did("connect, long ago");
            OutputStream out = socket.getOutputStream();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                out.write(1);
                stage.pause(50);
            }
        } catch (IOException brokenPipe) {
            stage.did("write() until RST breaks the pipe, close()");
            return;
        }
        throw new IllegalStateException("no RST came");
    }
}
