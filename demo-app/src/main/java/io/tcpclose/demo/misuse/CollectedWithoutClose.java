package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Natives;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** A Socket would be rescued by the JDK's Cleaner; a SocketChannel has none. */
public final class CollectedWithoutClose {
    private static final int ATTEMPTS = 200;

    private CollectedWithoutClose() {}

    public static void play(Stage stage) throws Exception {
        WeakReference<SocketChannel> dropped = connectAndForget(stage.peer(Behaviour.HOLD), stage);
        for (int attempt = 0; !dropped.refersTo(null); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("something still holds the dropped channel");
            }
            System.gc();
            stage.pause(50);
        }
        stage.did("the channel is garbage, and its descriptor is open");
    }

    private static WeakReference<SocketChannel> connectAndForget(InetSocketAddress peer, Stage stage)
            throws IOException, ReflectiveOperationException {
        SocketChannel channel = SocketChannel.open(peer);
        stage.keepUntilExit(Natives.descriptorOf(channel));
        return new WeakReference<>(channel);
    }
}
