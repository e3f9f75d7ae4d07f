package io.tcpclose.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the dashboards without running anything. Their types are checked by check.mjs. */
class DashboardsTest {
    private static final Path DOCS = Files.HERE.resolve("../docs").normalize();
    private static final Path SCENARIOS = Files.HERE
            .resolve("../demo-app/src/main/java/io/tcpclose/demo/Scenarios.java")
            .normalize();
    private static final String DOCS_URL = "https://github.com/tcpclose/tcpclose/blob/main/docs/";
    private static final Exported EXPORTED = new Exported();

    static List<Path> dashboards() {
        return Files.in("grafana", ".json");
    }

    static List<Panel> panels() {
        return Panel.all();
    }

    @Test
    void dashboards_areFour() {
        assertThat(dashboards()).hasSize(4);
        assertThat(panels()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dashboard_canBeProvisioned(Path file) {
        JsonNode dashboard = Files.json(file);
        assertThat(file.getFileName()).hasToString(dashboard.path("uid").asText() + ".json");
        assertThat(dashboard.path("id").isNull()).isTrue();
        assertThat(dashboard.path("editable").asBoolean()).isFalse();
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.has("__inputs"))
                .as("provisioning does not resolve them")
                .isFalse();
        assertThat(names(dashboard.at("/templating/list"))).contains("datasource", "application", "instance");
    }

    private static Set<String> names(JsonNode list) {
        return Files.stream(list).map(node -> node.path("name").asText()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panels_haveNumbersAndPlacesOfTheirOwn(Path file) {
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : Files.json(file).path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = place.path("y").asInt();
                        y < place.path("y").asInt() + place.path("h").asInt();
                        y++)
                    assertThat(cells.add(x + "," + y))
                            .as(panel.path("title").asText())
                            .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("panels")
    void panel_isExplained(Panel panel) throws IOException {
        assertThat(panel.description()).hasSizeGreaterThan(60);
        boolean hasUnit = !panel.json().findValues("unit").isEmpty();
        assertThat(hasUnit || !panel.json().findValues("mappings").isEmpty())
                .as("a unit, or words for its values")
                .isTrue();
        assertThat(panel.json().at("/datasource/uid").asText()).isEqualTo("${datasource}");
        String runbook = panel.json().at("/links/0/url").asText();
        assertThat(runbook).startsWith(DOCS_URL);
        String[] parts = runbook.substring(DOCS_URL.length()).split("#");
        assertThat(anchors(DOCS.resolve(parts[0]))).contains(parts[1]);
        assertThat(scenarios()).containsAll(panel.expectation().scenarios());
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) throws IOException {
        try (Stream<String> lines = java.nio.file.Files.lines(page)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                    .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                    .toList();
        }
    }

    private static List<String> scenarios() throws IOException {
        return Pattern.compile("(?:misuse|legal)\\(\\s*\"([a-z0-9-]+)\"")
                .matcher(java.nio.file.Files.readString(SCENARIOS))
                .results()
                .map(MatchResult::group)
                .map(call -> call.replaceAll("(?s).*\"([a-z0-9-]+)\"", "$1"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void target_asksForWhatThereIs_ofWhatIsSelected(Panel panel) {
        assertThat(panel.expressions()).isNotEmpty().allSatisfy(expression -> {
            assertThat(EXPORTED.unknownIn(expression)).isEmpty();
            assertThat(expression).contains("application=~\"$application\"").contains("instance=~\"$instance\"");
            assertThat(expression.replace("[$__rate_interval]", "").replace("[$__range]", ""))
                    .as("ranges")
                    .doesNotContain("[");
        });
    }

    @ParameterizedTest
    @MethodSource("panels")
    void legend_namesLabelsThatAreThere(Panel panel) {
        assertThat(Files.stream(panel.json().path("targets"))).allSatisfy(target -> assertThat(
                        EXPORTED.unknownIn(target.path("expr").asText() + " by (" + legend(target) + ")"))
                .isEmpty());
    }

    private static String legend(JsonNode target) {
        String labels = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}")
                .matcher(target.path("legendFormat").asText())
                .results()
                .map(label -> label.group(1))
                .collect(Collectors.joining(","));
        return labels.isEmpty() ? "application" : labels;
    }

    /** The check above can fail. */
    @Test
    void misnamedSeriesAndLabels_areFound() {
        assertThat(EXPORTED.unknownIn("sum by (rule) (tcpclose_findings_activ{application=~\"x\"})"))
                .contains("series tcpclose_findings_activ");
        assertThat(EXPORTED.unknownIn("tcpclose_findings_active{site=\"x\"}"))
                .containsExactly("label site of tcpclose_findings_active");
        assertThat(EXPORTED.unknownIn("sum by (site) (tcpclose_findings_active)"))
                .containsExactly("label site");
        assertThat(EXPORTED.unknownIn("sum without (rol) (tcpclose_connections)"))
                .containsExactly("label rol");
        assertThat(EXPORTED.unknownIn("tcpclose_fds_open / on (host) tcpclose_fds_limit"))
                .containsExactly("label host");
        assertThat(EXPORTED.unknownIn("rate(tcpclose_findings_total{rule=\"x\"}[5m])"))
                .isEmpty();
    }
}
