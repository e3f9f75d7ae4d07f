package io.tcpclose.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.it.control.Talk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    private static String ask(int port, String request, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            StringBuilder head = new StringBuilder(request).append(" HTTP/1.0\r\n");
            for (String header : headers) head.append(header).append("\r\n");
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    private static JsonNode json(String answer) throws IOException {
        assertThat(answer).startsWith("HTTP/1.1 200");
        return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    }
}
