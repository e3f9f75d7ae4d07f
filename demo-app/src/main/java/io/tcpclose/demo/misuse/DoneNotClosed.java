package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;

/** Both FINs are known here, so only the descriptor is left. Left open until exit: closing now would be late-close too. */
public final class DoneNotClosed {
    private DoneNotClosed() {}

    public static void play(Stage stage) throws Exception {
        AsynchronousSocketChannel channel = stage.keepUntilExit(AsynchronousSocketChannel.open());
        stage.opened(channel);
        channel.connect(stage.peer(Behaviour.FIN)).get();
        if (channel.read(ByteBuffer.allocate(16)).get() != -1) {
            throw new IllegalStateException("bytes in place of EOF");
        }
        stage.did("read() = -1");
        channel.shutdownOutput();
        stage.did("shutdownOutput(): FIN, and no close()");
    }
}
