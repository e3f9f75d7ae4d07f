package io.tcpclose.export.meters;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tcpclose.micrometer.MeterSet;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpEndpointTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String TOKEN = "s3cret";

    private final PrometheusPage page = new PrometheusPage(Map.of("application", "shop"), MeterSet.OWN);
    private final List<HttpEndpoint> started = new ArrayList<>();
    private final List<Socket> slow = new ArrayList<>();

    @BeforeEach
    void board() {
        Boards.publish(11);
        page.turned();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : slow) socket.close();
        started.forEach(HttpEndpoint::stop);
    }

    private int start(InetAddress host, @Nullable String token) throws IOException {
        HttpEndpoint endpoint = new HttpEndpoint(
                HttpServers.bind(new InetSocketAddress(host, 0)), page, token, HttpEndpointTest::daemon);
        started.add(endpoint);
        endpoint.start();
        return Integer.parseInt(endpoint.url().substring(endpoint.url().lastIndexOf(':') + 1));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "endpoint under test");
        thread.setDaemon(true);
        return thread;
    }

    @Test
    void metrics_asText() throws IOException {
        RawHttp answer = RawHttp.get(start(LOOPBACK, null), "/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).contains("Content-type: " + PrometheusPage.TEXT, "Cache-control: no-store");
        assertThat(answer.body().getBytes(ISO_8859_1)).isEqualTo(page.page(PrometheusPage.TEXT));
    }

    @Test
    void metrics_asOpenMetricsWhereAccepted() throws IOException {
        RawHttp answer = RawHttp.get(
                start(LOOPBACK, null),
                "/metrics",
                "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).contains("Content-type: " + PrometheusPage.OPEN_METRICS);
        assertThat(answer.body().getBytes(ISO_8859_1)).isEqualTo(page.page(PrometheusPage.OPEN_METRICS));
    }

    @Test
    void healthz_isOk() throws IOException {
        RawHttp answer = RawHttp.get(start(LOOPBACK, null), "/healthz");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics/", "/metricsx", "/healthz/x", "/%00", "/../metrics", "/favicon.ico"})
    void otherPaths_areNotFound(String path) throws IOException {
        assertThat(RawHttp.get(start(LOOPBACK, null), path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"})
    void otherMethods_areNotAllowed(String method) throws IOException {
        int port = start(LOOPBACK, null);
        RawHttp answer = RawHttp.ask(port, method + " /metrics HTTP/1.1", "Host: localhost", "Content-Length: 0");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).contains("Allow: GET");
    }

    /** A HEAD has no body: with one the next answer on the connection would begin in its middle. */
    @Test
    void head_isNotAllowedAndHasNoBody() throws IOException {
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger("com.sun.net.httpserver");
        Handler handler = new ListHandler(logged);
        log.addHandler(handler);
        try (Socket socket = new Socket(LOOPBACK, start(LOOPBACK, null))) {
            String head = "HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
            String get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((head + get).getBytes(ISO_8859_1));
            String both = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(both)
                    .startsWith("HTTP/1.1 405 ")
                    .contains("\r\nAllow: GET\r\n", "\r\n\r\nHTTP/1.1 200 ")
                    .endsWith("\r\n\r\nok\n");
        } finally {
            log.removeHandler(handler);
        }
        assertThat(logged).isEmpty();
    }

    private static final class ListHandler extends Handler {
        private final List<String> lines;

        ListHandler(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void token_isAskedForByAllButHealthz() throws IOException {
        int port = start(LOOPBACK, TOKEN);
        RawHttp without = RawHttp.get(port, "/metrics");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.headers()).contains("Www-authenticate: Bearer");
        assertThat(RawHttp.get(port, "/other").status()).isEqualTo(401);
        assertThat(RawHttp.get(port, "/metrics", "Authorization: Bearer " + TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(RawHttp.get(port, "/healthz").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer s3cre",
                "Bearer s3crett",
                "s3cret",
                "Basic s3cret",
                "Bearer \u00ff"
            })
    void token_whereWrong_isRefused(String credentials) throws IOException {
        RawHttp answer = RawHttp.get(start(LOOPBACK, TOKEN), "/metrics", "Authorization: " + credentials);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain(TOKEN);
    }

    @Test
    void otherThanLoopback_withoutToken_hasMetricsAndHealthzOnly() throws IOException {
        int port = start(InetAddress.getByName("0.0.0.0"), null);
        assertThat(RawHttp.get(port, "/metrics").status()).isEqualTo(200);
        assertThat(RawHttp.get(port, "/healthz").status()).isEqualTo(200);
        RawHttp other = RawHttp.get(port, "/connections");
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.body()).contains("http.token-file");
    }

    @Test
    void otherThanLoopback_answersToAnyName() throws IOException {
        int port = start(InetAddress.getByName("0.0.0.0"), null);
        assertThat(RawHttp.ask(port, "GET /metrics HTTP/1.1", "Host: shop-7.example")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "evil\u00e9\u0001",
                "localhost\u00ff",
                "127.0.0.1@evil.example",
                "[::1].evil.example",
                "[evil.example]:80"
            })
    void loopback_underAnotherName_isRefused(String host) throws IOException {
        int port = start(LOOPBACK, null);
        for (String path : List.of("/metrics", "/healthz")) {
            RawHttp answer = RawHttp.ask(port, "GET " + path + " HTTP/1.1", "Host: " + host);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("Host header").doesNotContain("evil");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:9000", "127.0.0.1", "127.0.0.1:9", "[::1]", "[::1]:9000", ""})
    void loopback_underItsNames_answers(String host) throws IOException {
        RawHttp answer = RawHttp.ask(start(LOOPBACK, null), "GET /healthz HTTP/1.1", "Host: " + host);
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void scrapesInParallel_allGetTheSamePage() throws Exception {
        int port = start(LOOPBACK, null);
        ExecutorService scrapers = Executors.newFixedThreadPool(50);
        try {
            Callable<RawHttp> scrape = () -> RawHttp.get(port, "/metrics");
            List<Future<RawHttp>> answers = scrapers.invokeAll(Collections.nCopies(1_000, scrape));
            String expected = new String(page.page(PrometheusPage.TEXT), ISO_8859_1);
            for (Future<RawHttp> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
                assertThat(answer.get().body()).isEqualTo(expected);
            }
        } finally {
            scrapers.shutdownNow();
        }
    }

    @Test
    void slowReaders_doNotBlockTheOthers() throws Exception {
        int port = start(LOOPBACK, null);
        for (int i = 0; i < 6; i++) slow.add(neverReading(port));
        assertThat(RawHttp.get(port, "/metrics").status()).isEqualTo(200);
        slow.add(halfAsking(port));
        assertThat(RawHttp.get(port, "/metrics").status()).isEqualTo(200);
    }

    /** Asks for so much that the answers fit into no buffer. */
    private static Socket neverReading(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(LOOPBACK, port));
        Thread asking = daemon(() -> ask(socket));
        asking.start();
        return socket;
    }

    private static void ask(Socket socket) {
        byte[] one = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);
        try {
            for (int i = 0; i < 10_000; i++) socket.getOutputStream().write(one);
        } catch (IOException closed) {
            // By the end of the test.
        }
    }

    private static Socket halfAsking(int port) throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
        socket.getOutputStream().write("GET /met".getBytes(ISO_8859_1));
        return socket;
    }

    @Test
    void stop_withReadersThatHang_returns() throws IOException {
        int port = start(LOOPBACK, null);
        slow.add(halfAsking(port));
        slow.add(neverReading(port));
        started.get(0).stop();
        started.clear();
        assertThatThrownBy(() -> new Socket(LOOPBACK, port)).isInstanceOf(ConnectException.class);
    }
}
