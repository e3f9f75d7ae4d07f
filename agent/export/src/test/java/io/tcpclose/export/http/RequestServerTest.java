package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those who ask much, slowly or not at all can do to the others: wait a moment. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestServerTest {
    private static final int PLACES = 64;
    private static final int WAITING_HEAVY = 16;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private ServerSocketChannel listener;
    private RequestServer server;

    /** {@code /wait} is heavy, {@code /hold} is not, and both wait; {@code /break} cannot be answered. */
    private final class Waiting implements Pages {
        @Override
        public Response answer(Request request) {
            if (request.path().equals("/break")) throw new IllegalStateException();
            if (request.path().equals("/wait") || request.path().equals("/hold")) await();
            return Response.text(200, request.path());
        }

        private void await() {
            entered.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Cost cost(Request request) {
            return request.path().equals("/wait") ? Cost.REPORT : Cost.CHEAP;
        }
    }

    @BeforeEach
    void start() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server = RequestServer.started(listener, accepted -> true, new Waiting(), "test", work -> {
            Thread thread = new Thread(work, "server under test");
            thread.setDaemon(true);
            return thread;
        });
    }

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        server.stop();
        for (Socket socket : sockets) socket.close();
    }

    private Socket send(String text) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), listener.socket().getLocalPort());
        sockets.add(socket);
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return socket;
    }

    private Socket ask(String path) throws IOException {
        return send("GET " + path + " HTTP/1.0\r\n\r\n");
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    @Test
    void heavyAnswers_areMadeOneAtATime_andSomeAreRefused() throws Exception {
        List<Socket> heavy = new ArrayList<>();
        heavy.add(ask("/wait"));
        entered.await();
        for (int i = 0; i < WAITING_HEAVY; i++) heavy.add(ask("/wait"));
        Socket oneMore = ask("/wait");
        String light = answer(ask("/light"));
        assertThat(answer(oneMore)).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
        assertThat(light).startsWith("HTTP/1.1 200 ").endsWith("/light\n");
        released.countDown();
        for (Socket socket : heavy) assertThat(answer(socket)).endsWith("/wait\n");
    }

    @Test
    void whoAsksSlowly_makesRoomForThoseWhoWait() throws Exception {
        for (int i = 0; i < 2 * PLACES; i++) send("GET /sl");
        assertThat(answer(ask("/light"))).endsWith("/light\n");
    }

    @Test
    void whatCannotBeAnswered_isSaid() throws Exception {
        assertThat(answer(ask("/break"))).startsWith("HTTP/1.1 500 ").contains("IllegalStateException");
        assertThat(answer(ask("/light"))).endsWith("/light\n");
    }

    @Test
    void request_inSmallPieces_isOne() throws Exception {
        Socket socket = send("");
        socket.setTcpNoDelay(true);
        for (byte b : "GET /light HTTP/1.0\r\nA: b\r\n\r\n".getBytes(ISO_8859_1)) {
            socket.getOutputStream().write(b);
            Thread.yield();
        }
        assertThat(answer(socket)).endsWith("/light\n");
    }

    @Test
    void secondRequest_onTheSameConnection_isNotTakenForABody() throws Exception {
        assertThat(answer(send("GET /light HTTP/1.0\r\n\r\nGET /light HTTP/1.0\r\n\r\n")))
                .containsOnlyOnce("HTTP/1.1 200 ")
                .endsWith("/light\n");
    }

    @Test
    void stop_letsAnAnswerThatIsOnItsWayArrive() throws Exception {
        Socket asked = ask("/hold");
        entered.await();
        Thread stopping = new Thread(server::stop);
        stopping.start();
        while (listener.isOpen() && stopping.getState() != Thread.State.TIMED_WAITING) Thread.onSpinWait();
        released.countDown();
        assertThat(answer(asked)).endsWith("/hold\n");
        stopping.join();
        assertThat(listener.isOpen()).isFalse();
    }
}
