package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Says all it has to say, and nobody waits for an answer that never comes. */
public final class HalfCloseStuck {
    private HalfCloseStuck() {}

    public static void play(Stage stage) throws IOException {
        SocketChannel channel = SocketChannel.open(stage.peer(Behaviour.HOLD));
        stage.atEnd(channel::close);
        stage.opened(channel);
        channel.write(ByteBuffer.wrap(new byte[] {1}));
        stage.did("connect, write");
        channel.shutdownOutput();
        stage.did("shutdownOutput(): FIN, and no read");
    }
}
