package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** close() of a registered channel leaves the descriptor to the next select(), and this loop has ended. */
public final class ClosedButRegistered {
    private ClosedButRegistered() {}

    public static void play(Stage stage) throws IOException {
        SocketChannel channel = SocketChannel.open(stage.peer(Behaviour.HOLD));
        Selector selector = Selector.open();
        stage.atEnd(selector::close);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        selector.selectNow();
        stage.opened(channel);
        stage.did("connect, register, select");
        channel.close();
        stage.did("close(): FIN, and the descriptor stays");
    }
}
