package io.tcpclose.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No key that a Grafana does not know, none missing, and every value of its type. */
class GrafanaSchemaTest {
    static List<Path> dashboards() {
        return Files.in("grafana", ".json");
    }

    static List<Panel> panels() {
        return Panel.all();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dashboard_isOfGrafanasSchema(Path file) {
        assertThat(GrafanaSchema.violationsOfDashboard(Files.json(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void row_isOfGrafanasSchema(Path file) {
        assertThat(rows(Files.json(file))).isNotEmpty().allSatisfy(row -> assertThat(
                        GrafanaSchema.violationsOfPanel(row))
                .isEmpty());
    }

    private static List<JsonNode> rows(JsonNode dashboard) {
        return Files.stream(dashboard.path("panels"))
                .filter(panel -> panel.path("type").asText().equals("row"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void panel_isOfGrafanasSchema(Panel panel) {
        assertThat(GrafanaSchema.violationsOfPanel(panel.json())).isEmpty();
    }

    /** The checks above can fail: three mistakes that Grafana would pass over in silence. */
    @ParameterizedTest
    @MethodSource("panels")
    void mistakes_areFound(Panel panel) {
        assertThat(GrafanaSchema.violationsOfPanel(with(panel, "", "datasorce", "x")))
                .singleElement()
                .asString()
                .contains("datasorce");
        assertThat(GrafanaSchema.violationsOfPanel(with(panel, "/gridPos", "w", "12")))
                .singleElement()
                .asString()
                .contains("gridPos.w");
        assertThat(GrafanaSchema.violationsOfPanel(with(panel, "/targets/0", "expression", "up")))
                .singleElement()
                .asString()
                .contains("expression");
    }

    @Test
    void typeOfPanelThatIsNotUsed_isNotAllowed() {
        JsonNode pie = with(Panel.all().get(0), "", "type", "piechart");
        assertThatThrownBy(() -> GrafanaSchema.violationsOfPanel(pie)).hasMessageContaining("piechart");
    }

    private static JsonNode with(Panel panel, String pointer, String key, String value) {
        JsonNode copy = panel.json().deepCopy();
        ((ObjectNode) copy.at(pointer)).put(key, value);
        return copy;
    }
}
