package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;

/** Nothing wrong but the end: exit closes what the application did not. */
public final class OpenAtExit {
    private OpenAtExit() {}

    public static void play(Stage stage) throws Exception {
        AsynchronousSocketChannel channel = stage.keepUntilExit(AsynchronousSocketChannel.open());
        stage.opened(channel);
        channel.connect(stage.peer(Behaviour.ECHO)).get();
        channel.write(ByteBuffer.wrap(new byte[] {1})).get();
        channel.read(ByteBuffer.allocate(1)).get();
        stage.did("connect, write, read, and no close()");
    }
}
