package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** open() already takes a descriptor. */
public final class OpenedNeverConnected {
    private OpenedNeverConnected() {}

    public static void play(Stage stage) throws IOException {
        SocketChannel channel = SocketChannel.open();
        stage.atEnd(channel::close);
        stage.opened(channel);
        stage.did("open(), and no connect()");
    }
}
