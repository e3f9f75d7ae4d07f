package io.tcpclose.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Panels and alerts on a real Prometheus, which scrapes one demo for each scenario that they name, and one that plays all that is
 * legal. Each panel shows what it says that it shows for its own scenarios, each alert fires for its own, and none for what is legal.
 */
class PrometheusIT {
    private static final Path FOLDER = Files.HERE.resolve("target/prometheus");
    private static final String CLEAN = "clean";
    private static final String NONE = "none";
    private static final String FIRED =
            "max_over_time(ALERTS{application=\"%s\",alertstate=\"firing\",alertname=\"%s\"}[10m])";
    /** Firing, or on its way there. */
    private static final String RAISED = "max_over_time(ALERTS{application=\"%s\",alertname=\"%s\"}[10m])";
    /** Rounds of the demo, while forty JVMs share the machine. */
    private static final int PATIENCE_SECONDS = 120;

    private static final Map<String, Demo> DEMOS = new TreeMap<>();
    private static Prometheus prometheus;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Programs.has("prometheus"), "prometheus is not on this machine");
        for (String scenario : scenarios()) DEMOS.put(scenario, Demo.serve(scenario, scenario));
        DEMOS.put(CLEAN, Demo.serve(CLEAN, "--legal"));
        List<String> targets = new ArrayList<>();
        for (Demo demo : DEMOS.values()) targets.add(demo.target());
        prometheus = Prometheus.start(FOLDER, config(targets));
        Prometheus.await("half a minute of the legal ones", 120, () -> secondsOfClean() > 30);
    }

    private static Set<String> scenarios() {
        Set<String> scenarios = new TreeSet<>();
        Panel.all().forEach(panel -> scenarios.addAll(panel.expectation().scenarios()));
        Files.rules(Files.ALERTS).forEach(alert -> scenarios.add(scenario(alert)));
        scenarios.remove(NONE);
        return scenarios;
    }

    private static double secondsOfClean() {
        return asked(() -> prometheus.values("count_over_time(tcpclose_agent_build{application=\"clean\"}[10m])"))
                .stream()
                .findFirst()
                .orElse(0.0);
    }

    private interface Question {
        List<Double> ask() throws IOException, InterruptedException;
    }

    /** Empty while nobody answers. */
    private static List<Double> asked(Question question) {
        try {
            return question.ask();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) prometheus.close();
        DEMOS.values().forEach(Demo::close);
    }

    private static String config(List<String> targets) throws IOException {
        return """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [%s, %s]
                scrape_configs:
                  - job_name: tcpclose
                    static_configs: [{targets: ['%s']}]
                """.formatted(shortened(Files.RECORDING), shortened(Files.ALERTS), String.join("', '", targets));
    }

    /** The product's rules with time to wait that a test has. */
    private static Path shortened(Path rules) throws IOException {
        String text = java.nio.file.Files.readString(rules)
                .replaceAll("for: \\w+", "for: 1s")
                .replaceAll("\\[\\w+]", "[30s]")
                .replaceAll("offset \\w+", "offset 10s");
        java.nio.file.Files.createDirectories(FOLDER);
        return java.nio.file.Files.writeString(
                FOLDER.resolve(rules.getFileName().toString()), text);
    }

    @TestFactory
    Stream<DynamicTest> panel_showsItsScenario() {
        return Panel.all().stream().flatMap(panel -> panel.expectation().scenarios().stream()
                .map(scenario -> dynamicTest(panel + " for " + scenario, () -> assertShows(panel, scenario))));
    }

    private static void assertShows(Panel panel, String scenario) throws IOException, InterruptedException {
        if (panel.expectation().there().equals("zero"))
            assertThat(shown(panel, scenario)).containsOnly(0.0);
        else awaitShown(panel, scenario);
    }

    private static void awaitShown(Panel panel, String application) throws InterruptedException {
        Prometheus.await(
                panel.expressions().toString(), PATIENCE_SECONDS, () -> asked(() -> shown(panel, application)).stream()
                        .anyMatch(value -> value != 0));
    }

    @TestFactory
    Stream<DynamicTest> panel_isHealthyWhereAllIsLegal() {
        return Panel.all().stream()
                .map(panel -> dynamicTest(panel.toString(), () -> {
                    if (panel.expectation().clean().equals("zero"))
                        assertThat(shown(panel, CLEAN)).containsOnly(0.0);
                    else awaitShown(panel, CLEAN);
                }));
    }

    /** What a panel's targets give with this application selected. */
    private static List<Double> shown(Panel panel, String application) throws IOException, InterruptedException {
        List<Double> all = new ArrayList<>(List.of(0.0));
        for (String expression : panel.expressions()) all.addAll(prometheus.values(resolved(expression, application)));
        return all;
    }

    private static String resolved(String expression, String application) {
        return expression
                .replace("$application", application)
                .replace("$instance", ".*")
                .replace("$compare", "version")
                .replace("$__rate_interval", "30s")
                .replace("$__range", "1m");
    }

    @Test
    void variables_findTheApplicationsAndTheirInstances() throws Exception {
        JsonNode applications =
                prometheus.api("/api/v1/label/application/values?match[]=tcpclose_agent_build".replace("[]", "%5B%5D"));
        assertThat(Files.stream(applications).map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(DEMOS.keySet());
        assertThat(prometheus.query("tcpclose_agent_build{application=\"clean\"}"))
                .hasSize(1);
    }

    @TestFactory
    Stream<DynamicTest> alert_firesForItsScenario() {
        return Files.rules(Files.ALERTS).stream()
                .filter(alert -> !scenario(alert).equals(NONE))
                .map(alert -> dynamicTest(
                        name(alert) + " for " + scenario(alert),
                        () -> Prometheus.await(name(alert), PATIENCE_SECONDS, () -> hasFired(alert))));
    }

    private static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }

    private static String scenario(JsonNode alert) {
        return alert.at("/annotations/scenario").asText();
    }

    private static boolean hasFired(JsonNode alert) {
        return !asked(() -> prometheus.values(FIRED.formatted(scenario(alert), name(alert))))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> alert_isSilentWhereAllIsLegal() {
        return Files.rules(Files.ALERTS).stream()
                .map(alert -> dynamicTest(
                        name(alert), () -> assertThat(prometheus.query(RAISED.formatted(CLEAN, name(alert))))
                                .isEmpty()));
    }

    /** What is counted in two ways is counted once in each. */
    @TestFactory
    Stream<DynamicTest> sums_agree() {
        String closed = "sum by (application) (tcpclose_connections_closed_total)";
        String closeWait = "sum by (application) (tcpclose_connections{state=\"close_wait\"})";
        return Stream.of(
                        closed + " == sum by (application) (tcpclose_connections_first_closer_total)",
                        closed + " == sum by (application) (tcpclose_connection_lifetime_seconds_count)",
                        closeWait + " == sum by (application) (tcpclose_connections_half_closed{side=\"peer\"})",
                        closeWait + " == sum by (application) (tcpclose_site_close_wait)",
                        "sum by (application) (tcpclose_connections_opened_total) - " + closed
                                + " <= sum by (application) (tcpclose_connections)")
                .map(equation -> dynamicTest(
                        equation, () -> assertThat(prometheus.query(equation)).hasSize(DEMOS.size())));
    }

    @Test
    void exposition_isAsPromtoolWantsIt() throws Exception {
        String target = Objects.requireNonNull(DEMOS.get("eof-not-closed")).target();
        assertThat(Programs.run(FOLDER, page(target, "text/plain"), List.of("promtool", "check", "metrics")))
                .isBlank();
        assertThat(page(target, "application/openmetrics-text; version=1.0.0")).endsWith("# EOF\n");
    }

    static String page(String target, String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + target + "/metrics"))
                .header("Accept", accept)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Prometheus takes OpenMetrics, so this is what it has of a page. */
    @Test
    void seriesOfOneInstance_keepToTheBudget() throws Exception {
        List<Double> counts = prometheus.values("count by (instance) ({__name__=~\"tcpclose_.+\"})");
        assertThat(counts).hasSize(DEMOS.size()).allMatch(count -> count > 300 && count <= 500);
    }
}
