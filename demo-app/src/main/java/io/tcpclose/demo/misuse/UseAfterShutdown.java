package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Remembers something after having said that this was all. The peer answers slowly: its FIN comes after the write. */
public final class UseAfterShutdown {
    private UseAfterShutdown() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.ANSWER_AFTER_EOF);
        stage.background(() -> shutDownAndWrite(peer, stage));
    }

    private static void shutDownAndWrite(InetSocketAddress peer, Stage stage) throws IOException {
        try (Socket socket = new Socket(peer.getAddress(), peer.getPort())) {
            stage.opened(socket);
            OutputStream out = socket.getOutputStream();
            out.write(1);
            socket.shutdownOutput();
            writeAfterShutdown(out);
            stage.did("shutdownOutput(): FIN; write(): refused");
            socket.getInputStream().readAllBytes();
        }
        stage.did("read to end-of-file, close()");
    }

    private static void writeAfterShutdown(OutputStream out) {
        try {
            out.write(2);
        } catch (IOException brokenPipe) {
            return;
        }
        throw new IllegalStateException("a shut output took a byte");
    }
}
