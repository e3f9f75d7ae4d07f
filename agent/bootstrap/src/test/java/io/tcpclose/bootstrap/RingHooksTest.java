package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class RingHooksTest extends WithConnection {
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;

    private static void elsewhere(Runnable use) throws InterruptedException {
        Thread thread = new Thread(use);
        thread.start();
        thread.join();
    }

    // --- after close ---

    @Test
    void lateUse_byTheCloser_isToldAtOnceAndOnce() {
        pair.closes();
        RingHooks.lateUse(pair.near, Operation.READ);
        RingHooks.lateUse(pair.near, Operation.WRITE);
        assertThat(heard.stepEvents())
                .containsExactly(SocketEvent.CLOSE, SocketEvent.CLOSED, SocketEvent.USE_AFTER_CLOSE);
        assertThat(heard.lastStep().detail).isEqualTo(Operation.READ);
    }

    @Test
    void lateUse_byAnotherThread_isARaceOnceAndAMistakeTwice() throws InterruptedException {
        pair.closes();
        elsewhere(() -> RingHooks.lateUse(pair.near, Operation.READ));
        assertThat(heard.count(SocketEvent.USE_AFTER_CLOSE)).isZero();
        elsewhere(() -> RingHooks.lateUse(pair.near, Operation.READ));
        assertThat(heard.count(SocketEvent.USE_AFTER_CLOSE)).isEqualTo(1);
    }

    @Test
    void lateUse_beforeCloseHasReturned_isUnblockedByIt() {
        CloseHooks.closeEnter(pair.near);
        for (int i = 0; i < 3; i++) RingHooks.lateUse(pair.near, Operation.READ);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.CLOSE);
    }

    @Test
    void lateUse_ofAHeldDescriptor_isFoundThroughTheTable() {
        CloseHooks.closeExit(CloseHooks.closeEnter(pair.near));
        RingHooks.lateUse(pair.near, Operation.WRITE);
        assertThat(heard.stepEvents()).endsWith(SocketEvent.USE_AFTER_CLOSE);
    }

    @Test
    void lateUse_refusalsThatMeanSomethingElse_areNone() {
        pair.closes();
        RingHooks.channelLateUse(pair.near, Operation.READ, null);
        RingHooks.channelLateUse(pair.near, Operation.READ, new AsynchronousCloseException());
        RingHooks.channelLateUse(pair.near, Operation.READ, new ClosedByInterruptException());
        RingHooks.socketLateUse(pair.near, Operation.CONNECT, null);
        RingHooks.socketLateUse(pair.near, Operation.CONNECT, new SocketException("Socket is not connected"));
        RingHooks.tlsLateUse(pair.near, Operation.READ, new SocketException("Socket is closed"));
        RingHooks.lateUse("no socket", Operation.READ);
        assertThat(heard.count(SocketEvent.USE_AFTER_CLOSE)).isZero();
    }

    @Test
    void lateUse_refusalsOfAClosedSocket_areTold() {
        pair.closes();
        RingHooks.channelLateUse(pair.near, Operation.UNKNOWN, new ClosedChannelException());
        assertThat(heard.lastStep().detail).isEqualTo(Operation.UNKNOWN);
        try (Loopback other = Loopback.client()) {
            other.closes();
            RingHooks.socketLateUse(other.near, Operation.SHUTDOWN, new SocketException("Socket is closed"));
            assertThat(heard.lastStep().connection.fd).isEqualTo(ConnectionTable.number(other.descriptor));
            assertThat(heard.lastStep().detail).isEqualTo(Operation.SHUTDOWN);
        }
    }

    @Test
    void lateUse_ofAConnectionThatIsOpen_isNone() {
        RingHooks.lateUse(pair.near, Operation.READ);
        assertThat(heard.events()).isEmpty();
    }

    // --- after shutdown ---

    @Test
    void readAfterShutdown_repeated_isToldOnce() {
        RingHooks.readAfterShutdown(pair.near);
        CloseHooks.shutdownInputEnter(pair.near);
        heard.forget();
        RingHooks.readAfterShutdown(pair.near);
        assertThat(heard.events()).as("the read that ends the loop").isEmpty();
        RingHooks.readAfterShutdown(pair.near);
        RingHooks.readAfterShutdown(pair.near);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.USE_AFTER_SHUTDOWN);
        assertThat(heard.lastStep().detail).isEqualTo(Operation.READ);
    }

    @Test
    void writeAfterShutdown_first_isTold() {
        RingHooks.writeAfterShutdown(pair.near);
        RingHooks.writeAfterShutdown(pair.near);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.USE_AFTER_SHUTDOWN);
        assertThat(heard.lastStep().detail).isEqualTo(Operation.WRITE);
    }

    @Test
    void useAfterShutdown_whileClosing_isTheClosesOwn() {
        CloseHooks.shutdownInputEnter(pair.near);
        CloseHooks.closeEnter(pair.near);
        for (int i = 0; i < 3; i++) {
            RingHooks.readAfterShutdown(pair.near);
            RingHooks.writeAfterShutdown(pair.near);
        }
        assertThat(heard.count(SocketEvent.USE_AFTER_SHUTDOWN)).isZero();
    }

    // --- waits and interest ---

    @Test
    void wait_whileItLasts_isSeenInItsDirection() {
        Connection reading = RingHooks.waitEnter(pair.near, POLLIN);
        assertThat(c.isReading()).isTrue();
        assertThat(c.isWriting()).isFalse();
        Connection writing = RingHooks.waitEnter(pair.near, POLLOUT);
        RingHooks.waitExit(reading, POLLIN, null);
        assertThat(c.isReading()).isFalse();
        assertThat(c.isWriting()).isTrue();
        RingHooks.waitExit(writing, POLLOUT, null);
        assertThat(c.isWriting()).isFalse();
        RingHooks.waitExit(null, POLLIN, null);
    }

    @Test
    void interest_registeredAndDeregistered_isSeen() throws IOException {
        RingHooks.interest(pair.near, SelectionKey.OP_READ);
        assertThat(c.interest()).isEqualTo(SelectionKey.OP_READ);
        pair.near.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            RingHooks.deregistered(pair.near.register(selector, SelectionKey.OP_READ));
        }
        assertThat(c.interest()).isZero();
    }

    // --- options and layers ---

    @Test
    void linger_setToZeroAndBack_isFollowed() {
        RingHooks.option(pair.descriptor, StandardSocketOptions.SO_LINGER, 0);
        assertThat(c.has(Connection.LINGER_ZERO)).isTrue();
        RingHooks.option(pair.descriptor, StandardSocketOptions.SO_RCVBUF, 7);
        assertThat(c.has(Connection.LINGER_ZERO)).isTrue();
        RingHooks.option(pair.descriptor, StandardSocketOptions.SO_LINGER, -1);
        assertThat(c.has(Connection.LINGER_ZERO)).isFalse();
    }

    @Test
    void adaptor_taken_isALayer() {
        RingHooks.adaptor(pair.near);
        assertThat(c.has(Connection.ADAPTOR)).isTrue();
        assertThat(Descriptors.of(pair.near.socket())).isSameAs(pair.descriptor);
    }

    /** TLS over the Socket of {@link Loopback}'s port, without a handshake. */
    @Test
    void tls_layeredOverASocket_marksTheLowerOne() throws IOException {
        try (Socket lower = listeningTo(pair);
                SSLSocket tls = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                        .createSocket(lower, "localhost", lower.getPort(), false)) {
            Connection below = traced(lower);
            RingHooks.tls(tls);
            assertThat(below.has(Connection.TLS)).isTrue();
            assertThat(below.has(Connection.TLS_LAYERED)).isTrue();
            Connection closing = RingHooks.tlsCloseEnter(tls);
            assertThat(closing).isSameAs(below);
            assertThat(below.has(Connection.TLS_CLOSING)).isTrue();
            RingHooks.tlsCloseExit(closing);
            assertThat(below.has(Connection.TLS_CLOSING)).isFalse();
            assertThat(below.has(Connection.CLOSE_PROBED))
                    .as("autoClose=false: the Socket lives on")
                    .isFalse();
            CloseHooks.release(Objects.requireNonNull(Descriptors.of(lower)));
        }
    }

    private static Socket listeningTo(Loopback pair) throws IOException {
        java.net.ServerSocket server =
                new java.net.ServerSocket(0, 1, pair.near.socket().getLocalAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        server.close();
        return client;
    }

    private static Connection traced(Socket socket) {
        java.io.FileDescriptor descriptor = Objects.requireNonNull(Descriptors.of(socket));
        LifecycleHooks.opened(descriptor, true);
        LifecycleHooks.connectResult(descriptor, true, null);
        return Objects.requireNonNull(SocketHooks.findExact(descriptor));
    }

    @Test
    void urgentByte_isAByteWritten() {
        SocketHooks.urgentSent(pair.near);
        assertThat(c.bytesWritten()).isEqualTo(1);
    }
}
