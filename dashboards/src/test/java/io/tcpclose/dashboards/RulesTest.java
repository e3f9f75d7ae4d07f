package io.tcpclose.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recording and alert rules, and the files that carry everything into a Grafana. */
class RulesTest {
    private static final Exported EXPORTED = new Exported();

    static Stream<JsonNode> rules() {
        return Stream.of(Files.RECORDING, Files.ALERTS).flatMap(file -> Files.rules(file).stream());
    }

    static List<JsonNode> alerts() {
        return Files.rules(Files.ALERTS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_asksForWhatThereIs(JsonNode rule) {
        assertThat(EXPORTED.unknownIn(rule.path("expr").asText())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alert_saysWhatToDo(JsonNode alert) {
        for (String name : List.of("summary", "description", "runbook_url", "scenario"))
            assertThat(alert.path("annotations").path(name).asText()).as(name).isNotEmpty();
        assertThat(alert.path("labels").path("severity").asText()).isIn("info", "warning", "critical");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alert_hasATestThatItFires(JsonNode alert) {
        String fires = "alertname=\"" + alert.path("alert").asText() + "\"";
        assertThat(Files.stream(Files.yaml(Files.PROMETHEUS.resolve("tests/tcpclose-alerts.test.yml"))
                                .path("tests"))
                        .flatMap(test -> Files.stream(test.path("promql_expr_test")))
                        .flatMap(test -> Files.stream(test.path("exp_samples")))
                        .map(sample -> sample.path("labels").asText()))
                .anyMatch(labels -> labels.contains(fires));
    }

    @Test
    void promtool_findsNothingWrong() throws Exception {
        assumeTrue(Programs.has("promtool"), "promtool is not on this machine");
        Programs.run(
                Files.PROMETHEUS,
                "",
                List.of("promtool", "check", "rules", Files.RECORDING.toString(), Files.ALERTS.toString()));
        List<String> test = new ArrayList<>(List.of("promtool", "test", "rules"));
        Files.in("prometheus/tests", ".yml").forEach(file -> test.add(file.toString()));
        assertThat(Programs.run(Files.PROMETHEUS.resolve("tests"), "", test)).contains("SUCCESS");
    }

    @Test
    void carriers_pointAtWhatIsThere() {
        JsonNode compose = Files.yaml(Files.HERE.resolve("compose.yml"));
        List<String> mounts = compose.path("services")
                .valueStream()
                .flatMap(service -> Files.stream(service.path("volumes")))
                .map(JsonNode::asText)
                .filter(mount -> mount.startsWith("."))
                .toList();
        assertThat(mounts).hasSize(3).allSatisfy(mount -> assertThat(Files.HERE.resolve(mount.split(":")[0]))
                .isDirectory());
        assertThat(compose.path("services").findValuesAsText("image")).allMatch(image -> image.matches(".+:v?\\d.*"));
        JsonNode provider = Files.yaml(Files.HERE.resolve("provisioning/dashboards/tcpclose.yml"));
        String path = provider.at("/providers/0/options/path").asText();
        assertThat(mounts).contains("./grafana:" + path + ":ro");
        assertThat(Files.yaml(Files.HERE.resolve("provisioning/datasources/tcpclose.yml"))
                        .at("/datasources/0/uid")
                        .asText())
                .isEqualTo("prometheus");
        for (Path file : Files.in("prometheus", ".yml"))
            assertThat(Files.yaml(file).isObject()).isTrue();
    }
}
