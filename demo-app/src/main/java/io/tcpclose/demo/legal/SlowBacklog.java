package io.tcpclose.demo.legal;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Accepts late, but while its client still waits. */
public final class SlowBacklog {
    private static final int MILLIS_UNTIL_ACCEPT = 4_000;
    private static final int REQUEST_BYTES = 5;

    private SlowBacklog() {}

    public static void play(Stage stage) throws IOException {
        ServerSocket listener = new ServerSocket(stage.ownPort(), 8, InetAddress.getLoopbackAddress());
        stage.peerConnects(listener.getLocalPort(), Behaviour.PUSH);
        stage.did("no accept() yet");
        stage.background(() -> acceptLate(listener, stage));
    }

    private static void acceptLate(ServerSocket listener, Stage stage) throws Exception {
        stage.pause(MILLIS_UNTIL_ACCEPT);
        try (listener;
                Socket client = listener.accept()) {
            stage.opened(client);
            stage.did("accept()");
            client.getInputStream().readNBytes(REQUEST_BYTES);
        }
        stage.did("read, close()");
    }
}
