package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Natives;
import io.tcpclose.demo.Stage;
import java.nio.channels.SocketChannel;

/** Closes a channel that a child process holds too: the reference count is not 0, and no FIN goes out. */
public final class FinWithheld {
    private FinWithheld() {}

    public static void play(Stage stage) throws Exception {
        SocketChannel channel = SocketChannel.open(stage.peer(Behaviour.HOLD));
        Process child = Natives.share(channel, "sleep", "60");
        stage.atEnd(child::destroy);
        stage.opened(channel);
        stage.did("connect; a child process holds the socket too");
        channel.close();
        stage.did("close(): no FIN");
    }
}
