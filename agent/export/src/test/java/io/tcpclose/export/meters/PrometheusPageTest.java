package io.tcpclose.export.meters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.micrometer.MeterSet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusPageTest {
    private static final String OPENED =
            "tcpclose_connections_opened_total{application=\"shop\",kind=\"socket\",role=\"client\"} ";

    private final PrometheusPage page = new PrometheusPage(Map.of("application", "shop"), MeterSet.OWN);

    @BeforeEach
    void board() {
        Boards.publish(11);
        page.turned();
    }

    @ParameterizedTest
    @ValueSource(strings = {PrometheusPage.TEXT, PrometheusPage.OPEN_METRICS})
    void page_isRenderedOnceForEachBoard(String type) throws IOException {
        byte[] first = page.page(type);
        assertThat(page.page(type)).isSameAs(first);
        Boards.publish(12);
        page.turned();
        assertThat(page.page(type)).isNotSameAs(first).isNotEqualTo(first);
    }

    @Test
    void values_areThoseOfTheLastBoard() throws IOException {
        lines().contains(OPENED + "11.0");
        Boards.publish(12);
        page.turned();
        lines().contains(OPENED + "12.0");
    }

    @Test
    void formats_areNotMixedUp() throws IOException {
        assertThat(new String(page.page(PrometheusPage.OPEN_METRICS), UTF_8)).endsWith("# EOF\n");
        assertThat(new String(page.page(PrometheusPage.TEXT), UTF_8)).doesNotContain("# EOF");
    }

    @Test
    void histogram_isCumulative() throws IOException {
        lines().filteredOn(line -> line.startsWith("tcpclose_fin_to_close_seconds"))
                .containsExactly(
                        "tcpclose_fin_to_close_seconds_bucket{application=\"shop\",role=\"client\",le=\"0.001\"} 4",
                        "tcpclose_fin_to_close_seconds_bucket{application=\"shop\",role=\"client\",le=\"0.02\"} 4",
                        "tcpclose_fin_to_close_seconds_bucket{application=\"shop\",role=\"client\",le=\"0.5\"} 6",
                        "tcpclose_fin_to_close_seconds_bucket{application=\"shop\",role=\"client\",le=\"+Inf\"} 7",
                        "tcpclose_fin_to_close_seconds_count{application=\"shop\",role=\"client\"} 7",
                        "tcpclose_fin_to_close_seconds_sum{application=\"shop\",role=\"client\"} 3.25");
        lines().contains("# TYPE tcpclose_fin_to_close_seconds histogram");
    }

    @Test
    void times_areSeconds() throws IOException {
        lines().contains(
                        "tcpclose_close_wait_age_max_seconds{application=\"shop\",role=\"client\"} 1.5",
                        "tcpclose_agent_probe_seconds_count{application=\"shop\",source=\"pass\"} 5",
                        "tcpclose_agent_probe_seconds_sum{application=\"shop\",source=\"pass\"} 0.01");
    }

    @Test
    void commonTags_areOnEverySeries() throws IOException {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("application", "shop");
        tags.put("env", "a\"b\\c");
        PrometheusPage tagged = new PrometheusPage(tags, MeterSet.OWN);
        List<String> series = linesOf(tagged).stream()
                .filter(line -> !line.startsWith("#") && !line.isEmpty())
                .toList();
        assertThat(series)
                .hasSizeGreaterThan(10)
                .allMatch(line -> line.contains("application=\"shop\"") && line.contains("env=\"a\\\"b\\\\c\""));
    }

    @Test
    void labelValues_areEscaped() throws IOException {
        lines().contains("tcpclose_site_open{application=\"shop\",site=\"a\\\"b\\\\c\\nd\"} 1.0");
    }

    @Test
    void basicSet_isLessThanAll() throws IOException {
        List<String> basic = linesOf(new PrometheusPage(Map.of(), MeterSet.BASIC));
        assertThat(basic)
                .anyMatch(line -> line.startsWith("tcpclose_connections{"))
                .noneMatch(line -> line.startsWith("tcpclose_site_open"));
    }

    @Test
    void typeFor_takesOpenMetricsWhereItIsAccepted() {
        assertThat(PrometheusPage.typeFor(null)).isEqualTo(PrometheusPage.TEXT);
        assertThat(PrometheusPage.typeFor(List.of("*/*"))).isEqualTo(PrometheusPage.TEXT);
        assertThat(PrometheusPage.typeFor(
                        List.of("text/html", "text/plain;q=0.5, application/openmetrics-text;version=1.0.0")))
                .isEqualTo(PrometheusPage.OPEN_METRICS);
    }

    private ListAssert<String> lines() throws IOException {
        return assertThat(linesOf(page));
    }

    private static List<String> linesOf(PrometheusPage page) throws IOException {
        return new String(page.page(PrometheusPage.TEXT), UTF_8).lines().toList();
    }
}
