package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Child;
import io.tcpclose.demo.Natives;
import io.tcpclose.demo.Stage;
import java.nio.channels.SocketChannel;

/** A child that was given the socket shuts it down, for its parent too: shutdown(2) asks no reference count. */
public final class ForeignShutdown {
    private ForeignShutdown() {}

    public static void play(Stage stage) throws Exception {
        SocketChannel channel = SocketChannel.open(stage.peer(Behaviour.HOLD));
        stage.atEnd(channel::close);
        stage.opened(channel);
        stage.did("connect");
        Process child = Natives.share(channel, stage.java(Child.class));
        if (child.waitFor() != 0) {
            throw new IllegalStateException("the child ended with " + child.exitValue());
        }
        stage.did("a child process that had the socket has shut its output down: FIN");
    }
}
