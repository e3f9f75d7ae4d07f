package io.tcpclose.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/running-a-fleet.md can be copied. What they do is tried by {@link FleetIT}. */
class FleetDocTest {
    private static final Path FOLDER = Files.HERE.resolve("target/fleet-doc");

    static List<String> configurations() {
        return FleetDoc.examples("yaml").stream()
                .filter(block -> block.startsWith("# prometheus.yml"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void configuration_isAccepted(String configuration) throws Exception {
        assumeTrue(Programs.has("promtool"), "promtool is not on this machine");
        java.nio.file.Files.createDirectories(FOLDER);
        for (Path rules : List.of(Files.RECORDING, Files.ALERTS)) copy(rules);
        // Distributions build it without Kubernetes; the relabelling is what is ours.
        String known = configuration.replaceAll("kubernetes_sd_configs:\\n\\s+- role: pod", "static_configs: []");
        Path file = java.nio.file.Files.writeString(FOLDER.resolve("prometheus.yml"), known);
        assertThat(Programs.run(FOLDER, "", List.of("promtool", "check", "config", file.toString())))
                .contains("SUCCESS");
    }

    private static void copy(Path rules) throws IOException {
        java.nio.file.Files.write(FOLDER.resolve(rules.getFileName()), java.nio.file.Files.readAllBytes(rules));
    }

    @Test
    void examples_areWellFormed() throws Exception {
        assertThat(configurations()).hasSize(3);
        for (String block : FleetDoc.examples("yaml"))
            assertThat(new YAMLMapper().readTree(block).isObject()).isTrue();
        for (String block : FleetDoc.examples("json"))
            assertThat(new ObjectMapper().readTree(block)).isNotEmpty();
    }

    /** What the page drops, neither the fleet dashboard nor a rule asks for; what it keeps, one of them does. */
    @Test
    void seriesToKeep_areThoseThatAreAskedFor() {
        TreeSet<String> asked = new TreeSet<>();
        Panel.all().stream()
                .filter(panel -> panel.dashboard().equals("tcpclose-fleet"))
                .flatMap(panel -> panel.expressions().stream())
                .forEach(expression -> asked.addAll(Exported.seriesIn(expression)));
        for (Path rules : List.of(Files.RECORDING, Files.ALERTS))
            Files.rules(rules)
                    .forEach(rule ->
                            asked.addAll(Exported.seriesIn(rule.path("expr").asText())));
        asked.removeIf(name -> name.contains(":"));
        String kept = FleetDoc.yaml("metric_relabel_configs")
                .at("/metric_relabel_configs/0/regex")
                .asText();
        assertThat(asked).allMatch(Pattern.compile(kept).asMatchPredicate());
        assertThat(new Exported().names().stream().filter(Pattern.compile(kept).asMatchPredicate()))
                .isSubsetOf(asked);
    }

    @Test
    void recordingsToKeep_areThoseOfTheAlerts() {
        assertThat(Files.rules(Files.ALERTS))
                .flatMap(alert -> Exported.seriesIn(alert.path("expr").asText()))
                .filteredOn(name -> name.contains(":"))
                .isNotEmpty()
                .allMatch(name -> FleetDoc.text().contains("`" + name + "`"));
    }

    @Test
    void queries_askForWhatThereIs() {
        for (String query : FleetDoc.examples("promql"))
            assertThat(new Exported().unknownIn(query.replace(", release", ""))).isEmpty();
    }
}
