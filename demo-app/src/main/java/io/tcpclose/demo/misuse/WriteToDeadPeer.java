package io.tcpclose.demo.misuse;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A sender that swallows its errors. The peer resets, so that no FIN is written after. */
public final class WriteToDeadPeer {
    private static final int WRITES = 10;

    private WriteToDeadPeer() {}

    public static void play(Stage stage) throws IOException {
        InetSocketAddress peer = stage.peer(Behaviour.RESET);
        stage.background(() -> keepSending(peer, stage));
    }

    private static void keepSending(InetSocketAddress peer, Stage stage) throws IOException, InterruptedException {
        int lost = 0;
        try (SocketChannel channel = SocketChannel.open(peer)) {
            stage.opened(channel);
            for (int write = 0; write < WRITES; write++) {
                lost += sendAndIgnore(channel);
                stage.did(lost == 0 ? "write(), answered by RST" : "write(): fails");
                stage.pause(300);
            }
        }
        stage.did("close()");
        if (lost < WRITES - 1) {
            throw new IllegalStateException("only " + lost + " writes failed");
        }
    }

    private static int sendAndIgnore(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {1}));
            return 0;
        } catch (IOException ignored) {
            return 1;
        }
    }
}
