package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Avoids TIME_WAIT the wrong way. */
public final class AbortiveClose {
    private AbortiveClose() {}

    public static void play(Stage stage) throws IOException {
        try (SocketChannel channel = SocketChannel.open(stage.peer(Behaviour.ECHO))) {
            channel.write(ByteBuffer.wrap(new byte[] {1}));
            channel.read(ByteBuffer.allocate(1));
            stage.opened(channel);
            stage.did("connect, write, read");
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        stage.did("close() with SO_LINGER 0: RST");
    }
}
