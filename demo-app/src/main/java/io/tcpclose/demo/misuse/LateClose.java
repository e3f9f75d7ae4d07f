package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;

/** Gets round to closing, but only when the peer has long stopped waiting for our FIN. */
public final class LateClose {
    private static final int MILLIS_AFTER_FIN = 4_000;

    private LateClose() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.FIN);
        stage.background(() -> closeLate(peer, stage));
    }

    private static void closeLate(InetSocketAddress peer, Stage stage) throws Exception {
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
            stage.opened(channel);
            channel.connect(peer).get();
            if (channel.read(ByteBuffer.allocate(16)).get() != -1) {
                throw new IllegalStateException("bytes in place of EOF");
            }
            stage.did("read() = -1");
            stage.pause(MILLIS_AFTER_FIN);
        }
        stage.did("close(), late");
    }
}
