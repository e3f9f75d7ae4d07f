package io.tcpclose.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.dashboards.Fleet.Instance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One Prometheus and two hundred instances, configured as docs/running-a-fleet.md says. Each instance serves the page of a real agent; three
 * of them, of a new release, leak. What this run measures goes into that page.
 */
class FleetIT {
    private static final Path FOLDER = Files.HERE.resolve("target/fleet");
    private static final int INSTANCES = 200;
    private static final List<String> APPLICATIONS = List.of("orders", "billing", "search", "mail");
    private static final String ALL = String.join("|", APPLICATIONS);
    /** Those that leak, the worst first, and how much. */
    private static final List<Instance> LEAKING = List.of(
            new Instance("orders", "orders-4", "42", 310),
            new Instance("orders", "orders-0", "42", 120),
            new Instance("orders", "orders-8", "42", 7));
    /** The one that keeps what the page says is enough. */
    private static final Instance FRUGAL = new Instance("frugal", "frugal-0", "41", 0);
    /** What Prometheus itself notes of each target. */
    private static final int NOTES = 5;

    private static long series;
    private static Fleet fleet;
    private static Prometheus prometheus;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Programs.has("prometheus"), "prometheus is not on this machine");
        FleetPage page = captured("");
        series = page.series();
        List<Instance> instances = instances();
        List<Instance> all = new ArrayList<>(instances);
        all.add(FRUGAL);
        fleet = Fleet.start(page, all);
        prometheus = Prometheus.start(FOLDER, FleetConfig.of(FOLDER, fleet.address(), instances, FRUGAL));
        Prometheus.await("four scrapes of each", 120, () -> scraped() >= 4);
    }

    /** A page of an agent that has found the leak of each kind of call site, so that it has as many series as it will. */
    private static FleetPage captured(String options) throws Exception {
        try (Demo demo =
                Demo.under("tags=" + FleetPage.TAGS + options, "eof-not-closed", "fin-unnoticed", "idle-pool")) {
            String target = demo.target();
            FleetPage[] page = new FleetPage[1];
            Prometheus.await("a leak", 60, () -> {
                page[0] = new FleetPage(page(target));
                return page[0].has("tcpclose_findings_active", "rule=\"eof-not-closed\"");
            });
            return page[0];
        }
    }

    private static String page(String target) {
        try {
            return PrometheusIT.page(target, Fleet.CONTENT_TYPE);
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Every fourth instance is of the new release. */
    private static List<Instance> instances() {
        return IntStream.range(0, INSTANCES)
                .mapToObj(i -> {
                    String application = APPLICATIONS.get(i % APPLICATIONS.size());
                    String name = application + "-" + i;
                    return LEAKING.stream()
                            .filter(leaking -> leaking.name().equals(name))
                            .findFirst()
                            .orElse(new Instance(application, name, i % 16 == 0 ? "42" : "41", 0));
                })
                .toList();
    }

    private static double scraped() {
        List<Double> least =
                prometheus.valuesSoFar("min(count_over_time(up[5m])) and count(up == 1) == " + (INSTANCES + 1));
        return least.isEmpty() ? 0 : least.get(0);
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) prometheus.close();
        if (fleet != null) fleet.close();
    }

    @Test
    void everyInstance_isUpUnderItsOwnName() throws Exception {
        assertThat(prometheus.api("/api/v1/targets?state=active").path("activeTargets"))
                .hasSize(INSTANCES + 1);
        assertThat(prometheus.valuesSoFar("count(count by (instance) (up{job=\"tcpclose\"} == 1))"))
                .containsExactly((double) INSTANCES);
        assertThat(prometheus.valuesSoFar("count(tcpclose_agent_build{job=\"tcpclose\"})"))
                .containsExactly((double) INSTANCES);
    }

    /** Nothing is there twice, and nothing that an instance did not say. */
    @Test
    void series_areThoseOfTheInstances() throws Exception {
        assertThat(series).isLessThanOrEqualTo(500);
        assertThat(prometheus.valuesSoFar("scrape_samples_post_metric_relabeling{job=\"tcpclose\"}"))
                .containsOnly((double) series);
        double frugal = prometheus
                .valuesSoFar("scrape_samples_post_metric_relabeling{job=\"frugal\"}")
                .get(0);
        assertThat(frugal).isLessThan(series / 2.0);
        double scraped = INSTANCES * (series + NOTES) + frugal + NOTES;
        Prometheus.await(
                "nothing but those, and what the rules make of them", 30, () -> head() == scraped + recorded());
    }

    private static double head() {
        try {
            return prometheus
                    .api("/api/v1/status/tsdb")
                    .at("/headStats/numSeries")
                    .asDouble();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static double recorded() {
        return prometheus.valuesSoFar("count({__name__=~\".+:.+|ALERTS.*\"})").get(0);
    }

    @TestFactory
    Stream<DynamicTest> panel_isAnsweredForAFleet() {
        return fleetPanels()
                .map(panel -> dynamicTest(panel.toString(), () -> {
                    for (String expression : panel.expressions())
                        assertThat(prometheus.query(selecting(ALL, expression)).isArray())
                                .isTrue();
                }));
    }

    private static Stream<Panel> fleetPanels() {
        return Panel.all().stream().filter(panel -> panel.dashboard().equals("tcpclose-fleet"));
    }

    /** As Grafana does it where several values are chosen. */
    private static String selecting(String applications, String expression) {
        return expression
                .replace("$application", applications)
                .replace("$instance", ".*")
                .replace("$compare", "version")
                .replace("$__rate_interval", "20s")
                .replace("$__range", "1m");
    }

    private static JsonNode shown(String title) throws IOException, InterruptedException {
        Panel panel = fleetPanels()
                .filter(candidate -> candidate.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no panel " + title));
        return prometheus.query(selecting(ALL, panel.expressions().get(0)));
    }

    @Test
    void worstInstances_areThoseThatLeak() throws Exception {
        assertThat(ranking(shown("CLOSE_WAIT, worst instances")))
                .startsWith("orders-4=310", "orders-0=120", "orders-8=7");
        assertThat(ranking(shown("Findings active"))).containsExactly("orders-4=310", "orders-0=120", "orders-8=7");
        assertThat(ranking(prometheus.query(FleetDoc.promql("topk"))))
                .containsExactly("orders-4=310", "orders-0=120", "orders-8=7");
    }

    private static List<String> ranking(JsonNode result) {
        return Files.stream(result)
                .map(row -> row.at("/metric/instance").asText() + "="
                        + row.at("/value/1").asText())
                .toList();
    }

    @Test
    void sums_areOfTheSelectedInstances() throws Exception {
        assertThat(shown("Instances").at("/0/value/1").asInt()).isEqualTo(INSTANCES);
        assertThat(shown("CLOSE_WAIT").at("/0/value/1").asInt()).isEqualTo(437);
        assertThat(Files.stream(shown("CLOSE_WAIT, by application"))
                        .map(row -> row.at("/metric/application").asText() + "="
                                + row.at("/value/1").asText()))
                .containsExactlyInAnyOrder("orders=437", "billing=0", "search=0", "mail=0");
    }

    @Test
    void newRelease_isWorse() throws Exception {
        JsonNode active = prometheus.query(FleetDoc.promql("findings_active"));
        assertThat(Files.stream(active)
                        .filter(row -> row.at("/value/1").asDouble() > 0)
                        .map(row -> row.at("/metric/release").asText()))
                .containsExactly("42");
        assertThat(active).hasSize(2);
        assertThat(prometheus.query(FleetDoc.promql("increase"))).hasSize(2);
    }

    @Test
    void alert_isPendingForThoseThatLeak() throws Exception {
        String pending = "ALERTS{alertname=\"TcpcloseCloseWaitLeak\"}";
        Prometheus.await(pending, 30, () -> prometheus.valuesSoFar(pending).size() == LEAKING.size());
        assertThat(Files.stream(prometheus.query(pending))
                        .map(row -> row.at("/metric/instance").asText()))
                .containsExactlyInAnyOrder("orders-4", "orders-0", "orders-8");
    }

    /** For docs/running-a-fleet.md. */
    @Test
    void numbers_arePrinted() throws Exception {
        FleetPage basic = captured(",meters=basic");
        assertThat(basic.series()).isLessThanOrEqualTo(150);
        List<Long> micros = new ArrayList<>();
        for (Panel panel : fleetPanels().toList())
            for (String expression : panel.expressions()) micros.add(micros(selecting(ALL, expression)));
        micros.sort(null);
        System.out.printf(
                "series: %d an instance, %d basic, %.0f as the page keeps; %.0f recorded for the fleet; %.0f in all%n",
                series,
                basic.series(),
                prometheus
                        .valuesSoFar("scrape_samples_post_metric_relabeling{job=\"frugal\"}")
                        .get(0),
                prometheus.valuesSoFar("count({__name__=~\".+:.+\"})").get(0),
                head());
        System.out.printf(
                "scrape: median %.1f ms, longest %.1f ms; %d queries of the fleet dashboard: median %.1f ms, longest %.1f ms%n",
                1e3
                        * prometheus
                                .valuesSoFar("quantile(0.5, scrape_duration_seconds)")
                                .get(0),
                1e3
                        * prometheus
                                .valuesSoFar("max(max_over_time(scrape_duration_seconds[1m]))")
                                .get(0),
                micros.size(),
                micros.get(micros.size() / 2) / 1e3,
                micros.get(micros.size() - 1) / 1e3);
        System.out.printf(
                "prometheus: %s, %s of CPU since its start, %.0f samples a second%n",
                memory(),
                ProcessHandle.of(prometheus.pid())
                        .orElseThrow()
                        .info()
                        .totalCpuDuration()
                        .orElseThrow(),
                prometheus.valuesSoFar("sum(scrape_samples_scraped) / 5").get(0));
    }

    private static long micros(String expression) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        prometheus.query(expression);
        return (System.nanoTime() - begin) / 1_000;
    }

    private static String memory() throws IOException {
        return java.nio.file.Files.readAllLines(Path.of("/proc/" + prometheus.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("memory unknown");
    }
}
