package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tcpclose.export.Samples;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpEndpointTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String TOKEN = "s3cret";

    private static final String PAGE = "# HELP of some meter\n" + "tcpclose_meter 1.0\n".repeat(5_000);

    private final List<HttpEndpoint> started = new ArrayList<>();
    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : slow) socket.close();
        started.forEach(HttpEndpoint::stop);
    }

    private int start(InetAddress host, @Nullable String token) throws IOException {
        HttpEndpoint endpoint =
                new HttpEndpoint(new InetSocketAddress(host, 0), token, pages(), HttpEndpointTest::daemon, "1.0.0");
        started.add(endpoint);
        return Integer.parseInt(endpoint.url().substring(endpoint.url().lastIndexOf(':') + 1));
    }

    private static AgentPages pages() {
        return new AgentPages(Samples::two, new AgentPages.Metrics() {
            @Override
            public byte[] page(String type) {
                return PAGE.getBytes(ISO_8859_1);
            }

            @Override
            public String typeFor(String accept) {
                return accept.isEmpty() ? "text/plain" : accept;
            }
        });
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
        assertThat(answer.headers())
                .contains("Content-Type: text/plain", "Cache-Control: no-store", "Server: tcpclose/1.0.0");
        assertThat(answer.body()).isEqualTo(PAGE);
    }

    @Test
    void metrics_areOfTheTypeThatTheReaderTakes() throws IOException {
        RawHttp answer = RawHttp.get(start(LOOPBACK, null), "/metrics", "Accept: application/openmetrics-text");
        assertThat(answer.headers()).contains("Content-Type: application/openmetrics-text");
    }

    @Test
    void healthz_isOk() throws IOException {
        RawHttp answer = RawHttp.get(start(LOOPBACK, null), "/healthz");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "/metrics/", "/metricsx", "/healthz/x", "/%00", "/../metrics", "/favicon.ico"})
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

    @Test
    void head_isNotAllowedAndHasNoBody() throws IOException {
        RawHttp answer = RawHttp.ask(start(LOOPBACK, null), "HEAD /metrics HTTP/1.1", "Host: localhost");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).contains("Allow: GET");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void token_isAskedForByAllButHealthz() throws IOException {
        int port = start(LOOPBACK, TOKEN);
        RawHttp without = RawHttp.get(port, "/metrics");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.headers())
                .contains("WWW-Authenticate: Basic realm=\"tcpclose\", charset=\"UTF-8\"", "WWW-Authenticate: Bearer");
        assertThat(RawHttp.get(port, "/other").status()).isEqualTo(401);
        assertThat(RawHttp.get(port, "/metrics", "Authorization: Bearer " + TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(RawHttp.get(port, "/healthz").status()).isEqualTo(200);
    }

    /** Basic is what a browser sends once its user has typed it in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                TOKEN,
                "a:b:c",
                ":",
                "with blanks  in it",
                "\"quoted\", 'too'=\\",
                "sch\u00f6n",
                "\u5bc6\u7801 \ud83d\udd11",
                "Basic YTpi"
            })
    void token_ofAnyCharacters_isTakenBothWays(String token) throws IOException {
        int port = start(LOOPBACK, token);
        String utf8 = new String(token.getBytes(UTF_8), ISO_8859_1);
        for (String scheme : List.of("Bearer ", "bearer ", "BEARER   "))
            assertThat(asked(port, scheme + utf8)).as(scheme).isEqualTo(200);
        for (String scheme : List.of("Basic ", "basic ", "bASIC   "))
            for (String user : List.of("me:", ":"))
                assertThat(asked(port, scheme + Base64.getEncoder().encodeToString((user + token).getBytes(UTF_8))))
                        .as(scheme + user)
                        .isEqualTo(200);
        assertThat(asked(port, "Bearer " + utf8 + "x")).isEqualTo(401);
    }

    @Test
    void token_inLatin1_isTaken() throws IOException {
        int port = start(LOOPBACK, "sch\u00f6n");
        assertThat(asked(port, "Bearer sch\u00f6n")).isEqualTo(200);
        assertThat(asked(port, "Bearer sch?n")).isEqualTo(401);
    }

    private static int asked(int port, String authorization) throws IOException {
        return RawHttp.get(port, "/api/report", "Authorization: " + authorization)
                .status();
    }

    // --- the address ---

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 0.0.0.0", "127.0.0.1, 127.0.0.1", "0:0:0:0:0:0:0:0, [::]", "0:0:0:0:0:0:0:1, [::1]"})
    void url_hasTheAddressAsGiven_andTheRealPort(String given, String shown) throws IOException {
        HttpEndpoint endpoint = new HttpEndpoint(
                new InetSocketAddress(InetAddress.getByName(given), 0),
                TOKEN,
                pages(),
                HttpEndpointTest::daemon,
                "1.0.0");
        started.add(endpoint);
        assertThat(endpoint.url()).matches("http://" + Pattern.quote(shown) + ":[1-9]\\d*");
        int port = Integer.parseInt(endpoint.url().substring(endpoint.url().lastIndexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getByName(given), port)) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic bWU6",
                "Basic bWU6czNjcmU=",
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
            for (Future<RawHttp> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
                assertThat(answer.get().body()).isEqualTo(PAGE);
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

    /** More than there are places, and none of them takes what it has asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/report", "/report.html", "/metrics"})
    void slowReaders_ofAnything_starveNeitherMetricsNorHealth(String path) throws Exception {
        int port = start(LOOPBACK, null);
        for (int i = 0; i < 70; i++) slow.add(notReading(port, path));
        for (String cheap : List.of("/metrics", "/healthz", "/metrics")) {
            long asked = System.nanoTime();
            assertThat(RawHttp.get(port, cheap).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static Socket notReading(int port, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1_024);
        socket.connect(new InetSocketAddress(LOOPBACK, port));
        socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(ISO_8859_1));
        return socket;
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
    void pathsOfTheReport_filter() throws IOException {
        int port = start(LOOPBACK, null);
        assertThat(RawHttp.get(port, "/api/report").connections()).isEqualTo(2);
        assertThat(RawHttp.get(port, "/api/report?state=close_wait").connections())
                .isEqualTo(1);
        assertThat(RawHttp.get(port, "/api/report?state=close_wait,established").connections())
                .isEqualTo(2);
        assertThat(RawHttp.get(port, "/api/report?rule=eof-not-closed").connections())
                .isEqualTo(1);
        assertThat(RawHttp.get(port, "/api/report?rule=fin-unnoticed").connections())
                .isZero();
        assertThat(RawHttp.get(port, "/api/report?limit=1").connections()).isEqualTo(1);
        assertThat(RawHttp.get(port, "/api/report?limit=0").connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=open",
                "state=",
                "rule=none",
                "rule=%00",
                "limit=-1",
                "limit=1e9",
                "limit=99999999999999999999",
                "limit=1&limit=2",
                "x=1",
                "state=%zz"
            })
    void badQueries_areRefused(String query) throws IOException {
        RawHttp answer = RawHttp.get(start(LOOPBACK, null), "/api/report?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).contains("Content-Type: application/json");
        assertThat(answer.body()).startsWith("{\"error\":\"");
    }

    @Test
    void pages_carryTheirPolicy() throws IOException {
        int port = start(LOOPBACK, null);
        for (String path : List.of("/", "/report.html")) {
            RawHttp answer = RawHttp.get(port, path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers())
                    .contains("Content-Type: text/html; charset=utf-8", "X-Frame-Options: DENY")
                    .anyMatch(header ->
                            header.startsWith("Content-Security-Policy: default-src 'none'; script-src 'sha256-"));
            assertThat(answer.body()).contains("</html>");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /healthz HTTP/1.1', 400",
        "'GET /healthz HTTP/2.0|Host: localhost', 505",
        "'GET /healthz|Host: localhost', 400",
        "'GET  /healthz HTTP/1.1|Host: localhost', 400",
        "'GET /healthz HTTP/1.1|Host: localhost|Host: localhost', 400",
        "'GET /healthz HTTP/1.1|Host: localhost| folded', 400",
        "'GET /healthz HTTP/1.1|Host: localhost|nonsense', 400",
        "'GET /healthz HTTP/1.1|Host: localhost|Content-Length: 5', 413",
        "'GET /healthz HTTP/1.1|Host: localhost|Transfer-Encoding: chunked', 413",
        "'GET http://localhost/healthz HTTP/1.1|Host: localhost', 200",
        "'GET /healthz?x=1 HTTP/1.1|Host: localhost', 200",
        "'GET /healthz HTTP/1.0', 200"
    })
    void requests_asTheyShouldBeAndNot(String lines, int status) throws IOException {
        assertThat(RawHttp.ask(start(LOOPBACK, null), lines.split("\\|")).status())
                .isEqualTo(status);
    }

    @Test
    void giants_areRefused() throws IOException {
        int port = start(LOOPBACK, null);
        String giant = "x".repeat(20_000);
        assertThat(RawHttp.ask(port, "GET /" + "x".repeat(9_000) + " HTTP/1.1", "Host: localhost")
                        .status())
                .isEqualTo(414);
        assertThat(RawHttp.get(port, "/healthz", "X-Giant: " + giant).status()).isEqualTo(431);
    }

    @Test
    void slowAskers_evenManyOfThem_holdNobodyUp() throws IOException {
        int port = start(LOOPBACK, null);
        for (int i = 0; i < 100; i++) slow.add(halfAsking(port));
        for (int i = 0; i < 3; i++)
            assertThat(RawHttp.get(port, "/healthz").status()).isEqualTo(200);
    }

    /** The request comes in two pieces, and the line ends are of two kinds. */
    @Test
    void requestInPieces_isOne() throws Exception {
        try (Socket socket = new Socket(LOOPBACK, start(LOOPBACK, null))) {
            socket.getOutputStream().write("GET /healthz HTTP/1.1\nHost: loc".getBytes(ISO_8859_1));
            Thread.sleep(50);
            socket.getOutputStream().write("alhost\n\n".getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("ok\n");
        }
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
