package io.tcpclose.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.it.control.Talk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The port of a real agent: what it shows of ten thousand connections, and what those who mean no good do to it. */
class HttpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAIRS = 5_000;
    private static final int HALF_ASKING = 200;
    private static final int PLACES = 64;
    private static final String TOKEN = "a:b \"c\" sch\u00f6n \u5bc6";
    /** The bound of the issue; the best of a few, since the machine is not ours alone. */
    private static final Duration REPORT = Duration.ofSeconds(1);

    @TestFactory
    Stream<DynamicContainer> port() {
        return OnEachJdk.run(HttpIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("http", jdk);
        try (Forked app = Fork.of(jdk)
                .vm("-Xmx512m")
                .agent("probe.interval=1s,report=none,http=0")
                .main(Talk.class, String.valueOf(PAIRS))
                .start(folder)) {
            app.await("READY", PATIENCE);
            int port = URI.create(
                            Service.awaitError(app, "tcpclose: metrics at ").split(",")[0])
                    .getPort();
            Map<String, Executable> checks = new LinkedHashMap<>();
            checks.put("filters", () -> assertFilters(port));
            checks.put("refusals", () -> assertRefusals(port));
            checks.put("ten thousand connections", () -> assertReportIsQuick(jdk, port));
            checks.put("who asks slowly", () -> assertSlowAskersStopNobody(port));
            checks.put("who does not read", () -> assertThoseWhoDoNotReadStopNobody(port));
            checks.put("the end while they do not read", () -> assertEndsAtOnce(app, port));
            return OnEachJdk.now(checks);
        }
    }

    private static void assertFilters(int port) throws IOException {
        JsonNode three = json(ask(port, "GET /api/report?state=established&limit=3"));
        assertThat(three.get("connections")).hasSize(3);
        assertThat(three.at("/summary/states/established").asInt()).isEqualTo(2 * PAIRS);
        assertThat(json(ask(port, "GET /api/report?state=close_wait")).get("connections"))
                .isEmpty();
        assertThat(json(ask(port, "GET /api/report?rule=eof-not-closed")).get("connections"))
                .isEmpty();
        assertThat(json(ask(port, "GET /api/report?limit=0")).get("connections"))
                .isEmpty();
    }

    private static void assertRefusals(int port) throws IOException {
        for (String bad : List.of("limit=-1", "limit=x", "state=open", "rule=none", "size=1", "limit=%zz"))
            assertThat(ask(port, "GET /api/report?" + bad))
                    .startsWith("HTTP/1.1 400")
                    .contains("{\"error\":\"");
        assertThat(ask(port, "GET /nothing")).startsWith("HTTP/1.1 404");
        assertThat(ask(port, "POST /detach")).startsWith("HTTP/1.1 405");
        assertThat(ask(port, "GET /", "Host: evil.example")).startsWith("HTTP/1.1 403");
        assertThat(ask(port, "GET /", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"))
                .startsWith("HTTP/1.1 403");
        assertThat(ask(port, "GET /", "X: " + "y".repeat(20_000))).startsWith("HTTP/1.1 431");
    }

    private static void assertReportIsQuick(Jdk jdk, int port) throws IOException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            JsonNode report = json(ask(port, "GET /api/report"));
            best = Math.min(best, System.nanoTime() - start);
            assertThat(report.get("connections")).hasSize(2 * PAIRS);
        }
        System.out.println(jdk + ": a report of " + 2 * PAIRS + " connections in " + best / 1_000_000 + " ms");
        assertThat(best).isLessThan(REPORT.toNanos());
    }

    /** More than there are places. */
    private static void assertSlowAskersStopNobody(int port) throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < HALF_ASKING; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.getOutputStream().write("GET /met".getBytes(US_ASCII));
                slow.add(socket);
            }
            assertThat(ask(port, "GET /metrics")).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : slow) socket.close();
        }
    }

    private static void assertThoseWhoDoNotReadStopNobody(int port) throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (String path : List.of("/", "/api/report", "/metrics"))
                for (int i = 0; i < PLACES; i++) slow.add(notReading(port, path));
            for (String path : List.of("/healthz", "/metrics", "/healthz"))
                assertThat(ask(port, "GET " + path)).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : slow) socket.close();
        }
    }

    private static void assertEndsAtOnce(Forked app, int port) throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < PLACES; i++) slow.add(notReading(port, "/api/report"));
            long told = System.nanoTime();
            app.send("0");
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(10));
        } finally {
            for (Socket socket : slow) socket.close();
        }
    }

    private static Socket notReading(int port, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1_024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(US_ASCII));
        return socket;
    }

    // --- at all addresses, with a token of any characters ---

    @TestFactory
    Stream<DynamicContainer> portForAll() {
        return OnEachJdk.run(jdk -> Stream.of(DynamicTest.dynamicTest("with a token", () -> assertToken(jdk))));
    }

    private static void assertToken(Jdk jdk) throws Exception {
        Path folder = Stage.folder("http-token", jdk);
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        try (Forked app = Fork.of(jdk)
                .agent("report=none,http=0.0.0.0:0,http.token-file=" + file)
                .main(Talk.class, "1")
                .start(folder)) {
            String[] url = Service.awaitError(app, "tcpclose: metrics at http://0.0.0.0:")
                    .split("/", 2);
            int port = Integer.parseInt(url[0]);
            assertThat(port).isPositive();
            String bearer = "bearer " + new String(TOKEN.getBytes(UTF_8), ISO_8859_1);
            String basic = "basic " + Base64.getEncoder().encodeToString(("me:" + TOKEN).getBytes(UTF_8));
            for (String authorization : List.of(bearer, basic))
                assertThat(ask(port, "GET /api/report", "Authorization: " + authorization))
                        .startsWith("HTTP/1.1 200");
            assertThat(ask(port, "GET /api/report", "Authorization: " + bearer + "x"))
                    .startsWith("HTTP/1.1 401");
        }
    }

    private static String ask(int port, String request, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            StringBuilder head = new StringBuilder(request).append(" HTTP/1.0\r\n");
            for (String header : headers) head.append(header).append("\r\n");
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    private static JsonNode json(String answer) throws IOException {
        assertThat(answer).startsWith("HTTP/1.1 200");
        return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    }
}
