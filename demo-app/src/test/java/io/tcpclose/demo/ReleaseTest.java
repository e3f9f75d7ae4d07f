package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReleaseTest {
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        listener.close();
    }

    /** With the byte unread the peer would get RST: an exception in place of end-of-file. */
    @Test
    void socketWithUnreadBytes_endsWithoutReset() throws Exception {
        Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
        try (Socket peer = listener.accept()) {
            sayAndEnd(peer);
            Release.quietly(socket);
            assertThat(socket.isClosed()).isTrue();
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void channelWithUnreadBytes_endsWithoutReset() throws Exception {
        AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
        channel.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()))
                .get();
        try (Socket peer = listener.accept()) {
            sayAndEnd(peer);
            Release.quietly(channel);
            assertThat(channel.isOpen()).isFalse();
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void socketThatIsClosed_isNoError() throws Exception {
        Socket socket = new Socket();
        socket.close();
        Release.quietly(socket);
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void resourceThatFailsToClose_isNoError() {
        AtomicBoolean closed = new AtomicBoolean();
        Release.quietly(() -> {
            closed.set(true);
            throw new IOException("broken");
        });
        assertThat(closed).isTrue();
    }

    private static void sayAndEnd(Socket peer) throws IOException {
        peer.getOutputStream().write(1);
        peer.shutdownOutput();
    }
}
