package io.tcpclose.demo.article;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Leaver;
import io.tcpclose.demo.Natives;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** What close does, and what exit does in its place. */
public final class Closes {
    private static final int MILLIS_UNTIL_FORGOTTEN = 2_400;

    private Closes() {}

    static Socket connect(Stage stage, Behaviour behaviour) throws IOException {
        InetSocketAddress peer = stage.peer(behaviour);
        Socket socket = stage.opened(new Socket(peer.getAddress(), peer.getPort()));
        stage.did("connect");
        return socket;
    }

    /** FIN_WAIT_2 here and CLOSE_WAIT there, until the peer closes too; then TIME_WAIT here. */
    public static void bothWays(Stage stage) throws IOException {
        Socket socket = connect(stage, Behaviour.CLOSE_ON_CUE);
        socket.getOutputStream().write(1);
        socket.close();
        stage.did("close(): FIN");
        stage.cue();
        stage.did("the peer, which has read " + stage.peerSaw() + ", closes: FIN");
    }

    /** The other order: the peer's FIN first. */
    public static void afterThePeer(Stage stage) throws IOException {
        Socket socket = connect(stage, Behaviour.FIN_ON_CUE);
        stage.cue();
        stage.did("the peer closes: FIN");
        stage.did("read() = " + socket.getInputStream().read());
        socket.close();
        stage.did("close()");
    }

    /** A reference count that is not 0: nothing goes out before the last holder has closed. */
    public static void shared(Stage stage) throws Exception {
        SocketChannel channel = stage.opened(SocketChannel.open(stage.peer(Behaviour.CLOSE_ON_CUE)));
        stage.did("connect");
        Process child = Natives.share(channel, "sleep", "60");
        stage.did("a child process holds the socket too");
        channel.close();
        stage.did("close(): no FIN");
        child.destroy();
        child.waitFor();
        stage.did("the child has ended: FIN");
        stage.cue();
        stage.did("the peer, which has read " + stage.peerSaw() + ", closes: FIN");
    }

    /** With bytes unread close sends RST. */
    public static void withUnreadBytes(Stage stage) throws IOException, InterruptedException {
        InetSocketAddress peer = stage.peer(Behaviour.PUSH);
        SocketChannel channel = stage.opened(SocketChannel.open(peer));
        stage.did("connect");
        while (channel.socket().getInputStream().available() == 0) {
            stage.pause(10);
        }
        stage.did("bytes have come");
        channel.close();
        stage.did("close(): RST");
        stage.did("the peer's read: " + stage.peerSaw());
    }

    /** The peer has forgotten the connection by the time we close: our FIN is answered by RST. */
    public static void tooLate(Stage stage) throws IOException {
        Socket socket = connect(stage, Behaviour.FIN_AND_FORGET);
        stage.cue();
        stage.did("the peer shuts its output down: FIN");
        stage.did("read() = " + socket.getInputStream().read());
        stage.cue();
        stage.background(() -> {
            stage.pause(MILLIS_UNTIL_FORGOTTEN);
            stage.did("the peer's FIN_WAIT_2 is over");
            socket.close();
            stage.did("close(): FIN, answered by RST");
        });
    }

    /** The kernel closes what an exiting process leaves open. */
    public static void byExit(Stage stage) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            stage.childConnects(listener.getLocalPort(), Leaver.class);
            Socket socket = stage.opened(listener.accept());
            stage.did("accept; the other end's process exits without close");
            stage.did("read() = " + socket.getInputStream().read() + ": FIN");
            socket.close();
            stage.did("close()");
        }
    }

    /** And with bytes unread it resets. */
    public static void byExitWithUnreadBytes(Stage stage) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            stage.childConnects(listener.getLocalPort(), Leaver.class, "unread");
            Socket socket = stage.opened(listener.accept());
            stage.did("accept");
            socket.getOutputStream().write(1);
            try {
                throw new IllegalStateException(
                        "read " + socket.getInputStream().read() + " in place of a reset");
            } catch (IOException reset) {
                stage.did("the other end's process has exited with a byte unread; read(): " + reset.getMessage());
            }
            socket.close();
        }
    }
}
