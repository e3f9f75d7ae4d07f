package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.Transcript.Opened;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.story.Sums;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The books balance: by endpoint, by opening site and in total, and with what the peer saw. */
class SumsIT {
    private static final int INTERVAL_MS = 200;
    private static final long LATE_MS = 600;

    /** What an endpoint has to show; connects that were refused opened a descriptor and no connection. */
    private record Expected(String host, int closed, int open, int failed, int local, int peer) {
        static Expected closed(int local, int peer) {
            return new Expected("127.0.0.1", local + peer, 0, 0, local, peer);
        }

        Expected on(String name) {
            return new Expected(name, closed, open, failed, local, peer);
        }

        long descriptors() {
            return closed + open + failed;
        }
    }

    private static final Map<String, Expected> EXPECTED = Map.ofEntries(
            Map.entry("weCloseFirst", Expected.closed(3, 0)),
            Map.entry("peerClosesFirst", Expected.closed(0, 2)),
            Map.entry("someLeftOpen", new Expected("127.0.0.1", 1, 2, 0, 1, 0)),
            Map.entry("refused", new Expected("127.0.0.1", 0, 0, 2, 0, 0)),
            Map.entry("idleThenEof", Expected.closed(0, 2)),
            Map.entry("halfClosedByUs", Expected.closed(2, 0)),
            Map.entry("halfClosedByThePeer", Expected.closed(0, 1)),
            Map.entry("halfCloseMisused", Expected.closed(0, 1)),
            Map.entry("nameAsPassed", Expected.closed(0, 1).on("localhost")),
            Map.entry("nameOfOurOwn", Expected.closed(0, 1).on("db.example.invalid")),
            Map.entry("nameLookedUpLater", Expected.closed(0, 1)));

    @TestFactory
    Stream<DynamicContainer> sums_balance() {
        return OnEachJdk.run(SumsIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("sums", jdk);
        AgentConfig config = AgentConfig.in(folder).set("probe.interval", INTERVAL_MS + "ms");
        Fork fork = Fork.of(jdk).agent(config.argument()).vm("-Dtcpclose.test.keep-closed=true");
        Played played = Stage.play(fork, List.of(Sums.class), folder, Duration.ofMillis(300));
        Stream<DynamicTest> scenarios = Scenario.of(Sums.class).stream()
                .map(scenario -> dynamicTest(scenario.id(), () -> assertScenario(played, scenario)));
        return Stream.concat(
                scenarios,
                Stream.of(
                        dynamicTest("in total", () -> assertTotal(played)),
                        dynamicTest("idle before the peer's FIN", () -> assertIdle(played)),
                        dynamicTest("half-closes", () -> assertHalfCloses(played))));
    }

    private static void assertTotal(Played played) throws Exception {
        played.assertAgentWhole();
        long descriptors =
                EXPECTED.values().stream().mapToLong(Expected::descriptors).sum();
        long open = EXPECTED.values().stream().mapToLong(Expected::open).sum();
        AgentReport report = played.report();
        assertThat(played.transcript().openedCount()).isEqualTo(descriptors);
        assertThat(report.count("opened")).isEqualTo(descriptors);
        assertThat(report.count("open")).isEqualTo(open);
        assertThat(report.count("closed")).isEqualTo(descriptors - open);
        assertThat(sum(report, "endpoints", "opened") + sum(report, "endpoints", "connectsFailed"))
                .as("by endpoint")
                .isEqualTo(descriptors);
        assertThat(sum(report, "sites", "opened")).as("by site").isEqualTo(descriptors);
        assertThat(sum(report, "sites", "open")).as("open by site").isEqualTo(open);
    }

    private static long sum(AgentReport report, String table, String member) {
        return sum(rows(report, table), member);
    }

    private static long sum(Stream<JsonNode> rows, String member) {
        return rows.mapToLong(row -> row.get(member).asLong()).sum();
    }

    private static Stream<JsonNode> rows(AgentReport report, String table) {
        return StreamSupport.stream(report.json().get(table).spliterator(), false);
    }

    private static void assertScenario(Played played, Scenario scenario) throws Exception {
        played.assertTruth(scenario.id());
        Expected expected = EXPECTED.get(scenario.method().getName());
        assertSite(played.report(), scenario, expected);
        assertEndpoint(played, scenario, expected);
        for (Opened opened : played.transcript().opened(scenario.id())) {
            played.report().connection(opened.ports()).ifPresent(c -> assertHost(c, expected.host()));
        }
    }

    /** Opened in the scenario's own method, or in a lambda of it. */
    private static void assertSite(AgentReport report, Scenario scenario, Expected expected) {
        String method = "[.$]" + scenario.method().getName() + "([$].*)?";
        List<JsonNode> sites = rows(report, "sites")
                .filter(site -> site.get("site").asText().matches(".*" + method))
                .toList();
        assertThat(sum(sites.stream(), "opened")).as("opened by %s", sites).isEqualTo(expected.descriptors());
        assertThat(sum(sites.stream(), "open")).as("open by %s", sites).isEqualTo(expected.open());
    }

    private static void assertEndpoint(Played played, Scenario scenario, Expected expected) throws Exception {
        String name = expected.failed() > 0 ? null : expected.host() + ":" + remotePort(played, scenario);
        JsonNode endpoint = rows(played.report(), "endpoints")
                .filter(row -> name == null
                        ? row.get("connectsFailed").asInt() > 0
                        : row.get("endpoint").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no endpoint " + name));
        assertThat(endpoint.get("opened").asInt()).as("opened").isEqualTo(expected.closed() + expected.open());
        assertThat(endpoint.get("closed").asInt()).as("closed").isEqualTo(expected.closed());
        assertThat(endpoint.get("open").asInt()).as("open").isEqualTo(expected.open());
        assertThat(endpoint.get("connectsFailed").asInt()).as("failed").isEqualTo(expected.failed());
        assertThat(endpoint.at("/closedFirst/local").asInt())
                .as("closed first by us")
                .isEqualTo(expected.local());
        assertThat(endpoint.at("/closedFirst/peer").asInt())
                .as("closed first by peer")
                .isEqualTo(expected.peer());
    }

    private static int remotePort(Played played, Scenario scenario) {
        return played.transcript().opened(scenario.id()).get(0).ports().remote();
    }

    private static void assertHost(JsonNode connection, String host) {
        assertThat(connection.path("remote").asText()).startsWith("127.0.0.1:");
        assertThat(connection.path("remoteHost").asText("127.0.0.1")).isEqualTo(host);
    }

    /** Told to within a probe interval; a busy machine may be late to look, and to read. */
    private static void assertIdle(Played played) throws Exception {
        AgentReport report = played.report();
        List<Opened> opened = played.transcript().opened("Sums/idleThenEof");
        List<Long> idle = new ArrayList<>();
        for (Opened one : opened) {
            JsonNode connection = report.connection(one.ports()).orElseThrow();
            idle.add(connection.get("idleBeforeFinMs").asLong());
        }
        assertThat(idle).allSatisfy(ms -> assertThat(ms).isBetween(Sums.IDLE_MS - LATE_MS, Sums.IDLE_MS + LATE_MS));
        int port = opened.get(0).ports().remote();
        JsonNode endpoint = rows(report, "endpoints")
                .filter(row -> row.get("endpoint").asText().endsWith(":" + port))
                .findFirst()
                .orElseThrow();
        assertThat(idle).contains(endpoint.get("idleBeforeFinMsMedian").asLong());
    }

    private static void assertHalfCloses(Played played) throws Exception {
        JsonNode halfCloses = played.report().json().at("/summary/halfClose");
        assertThat(halfCloses.get("legal").asInt()).as("legal").isEqualTo(3);
        assertThat(halfCloses.get("misuse").asInt()).as("misuse").isEqualTo(1);
    }
}
