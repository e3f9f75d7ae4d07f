package io.tcpclose.demo.legal;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Natives;
import io.tcpclose.demo.Stage;
import java.nio.channels.SocketChannel;

/** A child holds the socket too: shutdownOutput sends FIN all the same, and the peer can end its half. */
public final class SharedShutdown {
    private SharedShutdown() {}

    public static void play(Stage stage) throws Exception {
        SocketChannel channel = SocketChannel.open(stage.peer(Behaviour.ECHO));
        Process child = Natives.share(channel, "sleep", "60");
        stage.atEnd(child::destroy);
        stage.opened(channel);
        stage.did("connect; a child process holds the socket too");
        channel.shutdownOutput();
        stage.did("shutdownOutput(): FIN all the same");
        channel.close();
        stage.did("close()");
    }
}
