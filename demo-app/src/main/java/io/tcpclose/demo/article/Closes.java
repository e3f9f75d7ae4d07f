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
    private static final int A_WHILE = 400;

    private Closes() {}

    static Socket connect(Stage stage, Behaviour behaviour) throws IOException {
        InetSocketAddress peer = stage.peer(behaviour);
        Socket socket = stage.opened(new Socket(peer.getAddress(), peer.getPort()));
        stage.did("connect");
        return socket;
    }

    /** FIN_WAIT_2 here and CLOSE_WAIT there, until the peer closes too; then TIME_WAIT here. */
    public static void bothWays(Stage stage) throws IOException, InterruptedException {
        Socket socket = connect(stage, Behaviour.CLOSE_LATE);
        socket.getOutputStream().write(1);
        stage.pause(A_WHILE);
        socket.close();
        stage.did("close(): FIN");
    }

    /** The other order: the peer's FIN first. */
    public static void afterThePeer(Stage stage) throws IOException, InterruptedException {
        Socket socket = connect(stage, Behaviour.FIN);
        stage.did("read() = " + socket.getInputStream().read());
        stage.pause(A_WHILE);
        socket.close();
        stage.did("close()");
    }

    /** A reference count that is not 0: nothing goes out before the last holder has closed. */
    public static void shared(Stage stage) throws Exception {
        SocketChannel channel = stage.opened(SocketChannel.open(stage.peer(Behaviour.CLOSE_LATE)));
        stage.did("connect");
        Process child = Natives.share(channel, "sleep", "60");
        stage.did("a child process holds the socket too");
        channel.close();
        stage.did("close(): no FIN");
        stage.background(() -> {
            stage.pause(2 * A_WHILE);
            child.destroy();
            child.waitFor();
            stage.did("the child has ended: FIN");
        });
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
    }

    /** The peer has forgotten the connection by the time we close: our FIN is answered by RST. */
    public static void tooLate(Stage stage) throws IOException {
        Socket socket = connect(stage, Behaviour.FIN_AND_FORGET);
        stage.did("read() = " + socket.getInputStream().read());
        stage.background(() -> {
            stage.pause(6 * A_WHILE);
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
            stage.pause(A_WHILE);
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
