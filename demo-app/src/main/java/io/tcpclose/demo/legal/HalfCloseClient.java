package io.tcpclose.demo.legal;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Half-close as it is meant: our FIN says "this was the request", the peer's ends the answer. */
public final class HalfCloseClient {
    private HalfCloseClient() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.ANSWER_AFTER_EOF);
        stage.background(() -> ask(peer, stage));
    }

    private static void ask(InetSocketAddress peer, Stage stage) throws IOException {
        try (SocketChannel channel = SocketChannel.open(peer)) {
            stage.opened(channel);
            channel.write(ByteBuffer.wrap(new byte[] {1}));
            stage.did("connect, write");
            channel.shutdownOutput();
            stage.did("shutdownOutput(): FIN");
            ByteBuffer answer = ByteBuffer.allocate(64);
            while (channel.read(answer) != -1) {
                answer.clear();
            }
            stage.did("read to end-of-file");
        }
        stage.did("close()");
    }
}
