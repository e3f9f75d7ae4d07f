package io.tcpclose.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.metrics.TwoEnds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The agent's own ways out, http and otlp, in an application that has no part in them. */
class MetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUICK = "probe.interval=200ms,report=none,";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Tests of one JDK run at the same time: they mostly wait. */
    @TestFactory
    Stream<DynamicContainer> exports() {
        return OnEachJdk.run(jdk -> {
            ExecutorService together = Executors.newCachedThreadPool();
            Stream<DynamicTest> tests = Stream.of(
                    test("port taken", together, () -> assertPortTaken(jdk)),
                    test("no receiver", together, () -> assertNoReceiver(jdk)),
                    test("pushed and scraped", together, () -> assertInvisible(jdk)),
                    test("scraped at exit", together, () -> assertExits(jdk)),
                    test("no token", together, () -> assertNoToken(jdk)),
                    test("smallest modules", together, () -> assertSmallestModules(jdk)),
                    test("with Micrometer", together, () -> assertSameInBoth(jdk)))
                    .toList()
                    .stream();
            together.shutdown();
            return tests;
        });
    }

    private static DynamicTest test(String name, ExecutorService together, Executable check) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        together.execute(() -> {
            try {
                check.execute();
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        return dynamicTest(name, () -> {
            try {
                done.get();
            } catch (ExecutionException failure) {
                throw failure.getCause();
            }
        });
    }

    private static Forked start(Jdk jdk, String name, String options) throws IOException {
        return Fork.of(jdk).agent(QUICK + options).main(TwoEnds.class).start(Stage.folder("metrics-" + name, jdk));
    }

    /** It ends as it would without the agent, whose lines are these and the one of its start. */
    private static void assertUntouched(Forked app, String... lines) throws InterruptedException {
        app.await("READY", PATIENCE);
        app.send("7");
        assertThat(app.exitCode(PATIENCE)).isEqualTo(7);
        assertThat(app.stdout()).containsExactly("READY");
        List<String> said = app.stderr().stream()
                .filter(line -> !line.startsWith("tcpclose 1."))
                .toList();
        assertThat(app.stderr()).hasSize(said.size() + 1);
        assertThat(said).hasSameSizeAs(lines);
        for (int i = 0; i < lines.length; i++) assertThat(said.get(i)).startsWith(lines[i]);
    }

    private static void assertPortTaken(Jdk jdk) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Forked app = start(jdk, "taken", "http=" + taken.getLocalPort())) {
            Service.awaitError(app, "tcpclose: http is off: ");
            assertUntouched(
                    app,
                    "tcpclose: http is off: cannot listen at 127.0.0.1 port " + taken.getLocalPort()
                            + ": Address already in use");
        }
    }

    private static void assertNoReceiver(Jdk jdk) throws Exception {
        int port = unusedPort();
        try (Forked app = start(jdk, "no-receiver", "otlp.interval=1s,otlp=http://127.0.0.1:" + port)) {
            Service.awaitError(app, "tcpclose: metrics: ");
            // The last push, at exit, fails too.
            assertUntouched(
                    app,
                    "tcpclose: metrics are pushed to http://127.0.0.1:" + port + "/v1/metrics",
                    "tcpclose: metrics: Failed to publish metrics to OTLP receiver");
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void assertNoToken(Jdk jdk) throws Exception {
        try (Forked app = start(jdk, "no-token", "http=0,http.token-file=no-such-file")) {
            Service.awaitError(app, "tcpclose: http is off: ");
            assertUntouched(app, "tcpclose: http is off: without the token of http.token-file=");
        }
    }

    private static void assertSmallestModules(Jdk jdk) throws Exception {
        try (Forked app = startLimited(jdk, "java.base,java.instrument", "http://127.0.0.1:9")) {
            String own = Service.awaitError(app, "tcpclose: metrics at ");
            assertThat(own).contains("live page at");
            assertUntouched(
                    app,
                    "tcpclose: otlp is off: a class is missing in this JVM (java/util/logging/",
                    "tcpclose: metrics at ");
            assertThat(app.stderr().get(1)).endsWith("--add-modules java.logging");
        }
    }

    /** As good as linked: see JlinkedIT. */
    private static Forked startLimited(Jdk jdk, String modules, String receiver) throws IOException {
        return Fork.of(jdk)
                .agent(QUICK + "http=0,otlp.interval=1s,otlp=" + receiver)
                .vm("--limit-modules", modules)
                .main(TwoEnds.class)
                .start(Stage.folder("metrics-limited-" + modules.length(), jdk));
    }

    // --- the agent's own sockets ---

    private static void assertInvisible(Jdk jdk) throws Exception {
        Path folder = Stage.folder("metrics-pushed", jdk);
        Path headers = Files.writeString(folder.resolve("headers"), "Authorization: Bearer s3cret\n");
        try (PushReceiver receiver = new PushReceiver();
                Forked app = Fork.of(jdk)
                        .agent(AgentConfig.in(folder)
                                .set("http", "0")
                                .set("otlp", receiver.url())
                                .set("otlp.interval", "1s")
                                .set("otlp.headers-file", headers.toString())
                                .argument())
                        .env("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=prod,service.name=shop-of-env")
                        .main(TwoEnds.class)
                        .start(folder)) {
            String page = pageOf(app);
            assertPushed(receiver.await());
            for (int i = 0; i < 50; i++) assertThat(scrape(page)).contains("tcpclose_agent_build{");
            receiver.await();
            assertOnlyTheApplications(awaited(page));
            app.send("0");
            assertThat(app.exitCode(PATIENCE)).isZero();
            AgentReport report = AgentReport.read(folder.resolve("report.json"));
            assertThat(report.count("opened")).isEqualTo(2);
            assertThat(report.findings()).isEmpty();
            assertThat(report.hookErrors()).isZero();
        }
    }

    private static void assertPushed(PushReceiver.Push push) {
        assertThat(push.path()).isEqualTo("/v1/metrics");
        assertThat(push.headers().get("Authorization")).containsExactly("Bearer s3cret");
        assertThat(push.body())
                .contains(
                        "tcpclose.connections", "deployment.environment", "prod", "shop-of-env", "service.instance.id");
    }

    /** A page of a board that came after all that was asked before. */
    private static MeterLines awaited(String page) throws Exception {
        MeterLines first = meters(page);
        String probes = first.values().keySet().stream()
                .filter(key -> key.startsWith("tcpclose_agent_probe_seconds_count") && key.contains("pass"))
                .findAny()
                .orElseThrow();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        MeterLines now = first;
        while (now.value(probes) < first.value(probes) + 2) {
            assertThat(System.nanoTime()).as("probes stand still").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
            now = meters(page);
        }
        return now;
    }

    private static void assertOnlyTheApplications(MeterLines meters) {
        assertThat(sum(meters, "tcpclose_connections_opened_total")).isEqualTo(2);
        assertThat(sum(meters, "tcpclose_connections_closed_total")).isZero();
        assertThat(sum(meters, "tcpclose_connections")).isEqualTo(2);
        assertThat(sum(meters, "tcpclose_sockets_untracked")).isZero();
        assertThat(sum(meters, "tcpclose_findings_total")).isZero();
        assertThat(sum(meters, "tcpclose_listener_accept_queue")).isZero();
    }

    private static double sum(MeterLines meters, String name) {
        return meters.values().entrySet().stream()
                .filter(series -> series.getKey().startsWith(name + "{"))
                .mapToDouble(series -> series.getValue())
                .sum();
    }

    // --- exit ---

    private static void assertExits(Jdk jdk) throws Exception {
        try (Forked app = start(jdk, "exit", "http=0")) {
            String page = pageOf(app);
            AtomicInteger scraped = new AtomicInteger();
            List<CompletableFuture<Void>> scrapers = Stream.generate(
                            () -> CompletableFuture.runAsync(() -> scrapeUntilGone(page, scraped)))
                    .limit(3)
                    .toList();
            try (Socket halfAsking = new Socket("127.0.0.1", URI.create(page).getPort())) {
                halfAsking.getOutputStream().write("GET /met".getBytes(UTF_8));
                awaitAtLeast(scraped, 50);
                assertUntouched(app, "tcpclose: metrics at ");
            }
            for (CompletableFuture<Void> scraper : scrapers) scraper.get(30, TimeUnit.SECONDS);
        }
    }

    private static void scrapeUntilGone(String page, AtomicInteger scraped) {
        try {
            while (true) {
                assertThat(scrape(page)).contains("tcpclose_connections{");
                scraped.incrementAndGet();
            }
        } catch (IOException gone) {
            // The application has ended.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitAtLeast(AtomicInteger counter, int wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (counter.get() < wanted) {
            assertThat(System.nanoTime()).as("only %s", counter).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    // --- beside the application's Micrometer ---

    private static void assertSameInBoth(Jdk jdk) throws Exception {
        Path folder = Stage.folder("metrics-both", jdk);
        String options = "probe.interval=1s,report=none,micrometer=auto,meters=basic,tags=application:shop,http=0";
        Service service = Service.start(Fork.of(jdk).agent(options), "boot4", folder);
        try (Forked app = service.forked()) {
            String page = pageOf(app);
            service.meters(
                    theirs -> theirs.values().containsKey("tcpclose_agent_build{application=shop, version=1.0.0}"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            MeterLines theirs = service.meters();
            MeterLines own = meters(page);
            // A probe may have come between the two.
            while (!kept(own).equals(kept(theirs)) && System.nanoTime() < deadline) {
                theirs = service.meters();
                own = meters(page);
            }
            assertThat(own.values())
                    .hasSizeGreaterThan(100)
                    .containsOnlyKeys(theirs.values().keySet());
            assertThat(kept(own)).hasSize(own.values().size() - 1).isEqualTo(kept(theirs));
        }
    }

    /** Without the age of the last pass, which is counted anew by each who reads it. */
    private static Map<String, Double> kept(MeterLines meters) {
        Map<String, Double> kept = new TreeMap<>(meters.values());
        kept.keySet().removeIf(series -> series.startsWith("tcpclose_agent_pass_age_seconds"));
        return kept;
    }

    // --- scraping ---

    private static String pageOf(Forked app) throws InterruptedException {
        return Service.metricsUrl(app);
    }

    private static String scrape(String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(page)).build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static MeterLines meters(String page) throws IOException, InterruptedException {
        return MeterLines.of(scrape(page).lines().toList());
    }
}
