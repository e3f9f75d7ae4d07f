package io.tcpclose.demo.article;

import static io.tcpclose.demo.article.Closes.connect;

import io.tcpclose.demo.Behaviour;
import io.tcpclose.demo.Natives;
import io.tcpclose.demo.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The three ways of shutdown(2), and what is no end of a connection. */
public final class Shutdowns {
    private static final int A_WHILE = 400;

    private Shutdowns() {}

    /**
     * SHUT_RD sends nothing and throws nothing away; what comes is acknowledged, kept, and answered by RST at close. A channel,
     * since Socket.close() sends FIN before it closes, and a peer that closes at once then ends the connection without RST.
     */
    public static void reading(Stage stage) throws IOException, InterruptedException {
        SocketChannel channel = stage.opened(SocketChannel.open(stage.peer(Behaviour.PUSH_AGAIN_ON_CUE)));
        while (channel.socket().getInputStream().available() == 0) {
            stage.pause(10);
        }
        stage.did("5 bytes have come");
        channel.shutdownInput();
        stage.did("shutdownInput(): nothing is sent, nothing is discarded");
        stage.cue();
        stage.did("the peer sends 5 more: kept too");
        stage.did("read() = " + channel.read(ByteBuffer.allocate(16)) + ", without asking the kernel");
        channel.close();
        stage.did("close(): RST, for the unread bytes");
        stage.did("the peer's read: " + stage.peerSaw());
    }

    /** SHUT_WR is the half-close. */
    public static void writing(Stage stage) throws IOException {
        Socket socket = connect(stage, Behaviour.ANSWER_ON_CUE);
        socket.getOutputStream().write(1);
        socket.shutdownOutput();
        stage.did("shutdownOutput(): FIN");
        stage.cue();
        int answer = socket.getInputStream().readAllBytes().length;
        stage.did("read " + answer + " bytes to end-of-file");
        socket.close();
        stage.did("close()");
    }

    /** Both halves over, and the descriptor is still there: only close gives it back. */
    public static void both(Stage stage) throws IOException {
        Socket socket = connect(stage, Behaviour.CLOSE_ON_CUE);
        socket.shutdownInput();
        socket.shutdownOutput();
        stage.did("shutdownInput(), shutdownOutput(): FIN");
        stage.cue();
        stage.did("the peer, which has read " + stage.peerSaw() + ", closes: FIN; the descriptor is still open");
        socket.close();
        stage.did("close()");
    }

    /** shutdown asks no reference count. */
    public static void shared(Stage stage) throws Exception {
        SocketChannel channel = stage.opened(SocketChannel.open(stage.peer(Behaviour.CLOSE_ON_CUE)));
        stage.did("connect");
        Process child = Natives.share(channel, "sleep", "60");
        stage.atEnd(child::destroy);
        stage.did("a child process holds the socket too");
        channel.shutdownOutput();
        stage.did("shutdownOutput(): FIN all the same");
        stage.cue();
        stage.did("the peer, which has read " + stage.peerSaw() + ", closes: FIN");
        channel.close();
        stage.did("close()");
    }

    /** The first write after the peer's close succeeds, is answered by RST, and the next one fails with EPIPE. */
    public static void writesAfterThePeersClose(Stage stage) throws IOException, InterruptedException {
        Socket socket = connect(stage, Behaviour.FIN_ON_CUE);
        stage.cue();
        stage.did("the peer closes: FIN");
        stage.did("read() = " + socket.getInputStream().read());
        OutputStream out = socket.getOutputStream();
        out.write(1);
        stage.did("write(): succeeds, and is answered by RST");
        stage.pause(A_WHILE);
        stage.did("read() = " + socket.getInputStream().read() + ", with no word of the RST");
        try {
            out.write(1);
            throw new IllegalStateException("a write after RST succeeded");
        } catch (IOException brokenPipe) {
            stage.did("write(): " + brokenPipe.getMessage() + " (EPIPE), and no SIGPIPE ends the JVM");
        }
        socket.close();
        stage.did("close()");
    }

    /** A peek would return a byte and say nothing of the FIN behind it. */
    public static void finBehindData(Stage stage) throws IOException {
        Socket socket = connect(stage, Behaviour.GREET_THEN_FIN);
        stage.peerSaw();
        stage.did("6 bytes wait, and a FIN behind them");
        socket.getInputStream().readNBytes(6);
        stage.did("read 6 bytes");
        stage.did("read() = " + socket.getInputStream().read());
        socket.close();
        stage.did("close()");
    }
}
