package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.report.Report.OptionValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is written, the application starts, with options that the agent can work with. */
class OptionsHostileTest {
    private static final String[] PIECES = {
        "=",
        ",",
        ";",
        ":",
        ".",
        "-",
        "_",
        " ",
        "\n",
        "\u0000",
        "%p",
        "/",
        "\\",
        "é",
        "\ud800",
        "*",
        "#",
        "0",
        "1",
        "9",
        "99999999999",
        "-1",
        "ms",
        "s",
        "h",
        "on",
        "off",
        "all",
        "none",
        "true",
        "false",
        "warn",
        "stderr",
        "port:",
        "peer:",
        "host:",
        "class:",
        "10.0.0.0/8",
        "::1",
        "http=0",
        "localhost",
        "[::1]:",
        "http://",
        "@",
        "env:prod",
        "role:x",
        "/tmp/x.json",
        "tcpclose.",
        "rule.",
        ".after",
        "<id>",
        "null"
    };

    private static final List<Option> KEYS = List.of(Option.values());

    private final Random random = new Random(20_260_101);

    @Test
    void arguments_random_neverThrowAndAlwaysGiveUsableOptions() {
        Map<String, OptionValue> defaults = Given.nothing().parse().effective();
        int changed = 0;
        int wrong = 0;
        for (int i = 0; i < 10_000; i++) {
            String argument = text(12);
            Options options = Given.argument(argument).parse();
            assertUsable(options, argument);
            changed += options.effective().equals(defaults) ? 0 : 1;
            wrong += options.problems().isEmpty() ? 0 : 1;
        }
        assertThat(changed).as("arguments that set something").isGreaterThan(100);
        assertThat(wrong).as("arguments with a problem").isGreaterThan(1_000);
    }

    @Test
    void sources_allRandom_neverThrowAndAlwaysGiveUsableOptions() {
        for (int i = 0; i < 2_000; i++) {
            Given given = Given.argument("config=/c.properties," + text(6)).file("/c.properties", text(20));
            for (int n = 0; n < 3; n++) {
                given.property("tcpclose." + key(), text(3)).property(text(2), text(2));
                given.variable("TCPCLOSE_" + text(3), text(3)).variable(text(2), text(2));
            }
            assertUsable(given.parse(), "round " + i);
        }
    }

    @Test
    void config_readerThatFails_oneLine() {
        TextReader failing = path -> {
            throw new SecurityException();
        };
        Options options = Options.parse("config=/c.properties", Map.of(), Map.of(), failing, List.of());
        assertThat(options.problems()).singleElement().asString().contains("'SecurityException'");
        assertUsable(options, "failing reader");
    }

    private String text(int pieces) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(pieces); n >= 0; n--) {
            text.append(random.nextInt(3) == 0 ? key() + "=" : PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private String key() {
        return KEYS.get(random.nextInt(KEYS.size())).key().replace("<id>", "eof-not-closed");
    }

    private static void assertUsable(Options options, String given) {
        assertThat(options.problems()).as(given).hasSizeLessThanOrEqualTo(51).allSatisfy(line -> assertThat(line)
                .isNotBlank()
                .doesNotContain("\n", "\r", "\u0000"));
        assertThat(options.report())
                .as(given)
                .matches(report -> Set.of("stderr", "none").contains(report)
                        || report.endsWith(".txt")
                        || report.endsWith(".json")
                        || report.endsWith(".html"));
        assertThat(options.reportInterval()).as(given).isBetween(Duration.ZERO, Duration.ofDays(1));
        assertThat(options.reportKeep()).as(given).isBetween(1, 1_000);
        assertThat(options.log()).as(given).isNotBlank();
        assertThat(options.logLevel()).as(given).isIn("info", "warn", "error");
        assertThat(options.stacks()).as(given).isIn("all", "open", "off");
        assertThat(options.stackDepth()).as(given).isBetween(1, 1_024);
        assertThat(options.probeInterval()).as(given).isBetween(Duration.ofMillis(100), Duration.ofHours(1));
        assertThat(options.maxConnections()).as(given).isBetween(1, 1 << 24);
        assertThat(options.ruleSeverity().values()).as(given).isSubsetOf("off", "info", "warn", "error");
        assertThat(options.ruleAfter().values()).as(given).allMatch(after -> !after.isNegative());
        assertThat(options.include()).as(given).isNotNull();
        assertThat(options.exclude()).as(given).isNotNull();
        assertThat(options.expectHalfClose()).as(given).isNotNull();
        assertUsableForMetrics(options, given);
        assertThat(options.effective()).as(given).containsKeys("report", "log", "stacks");
    }

    private static void assertUsableForMetrics(Options options, String given) {
        HttpAddress http = options.http();
        assertThat(http == null ? 0 : http.port()).as(given).isBetween(0, 65_535);
        String otlp = options.otlp();
        assertThat(otlp == null || otlp.equals("off") || URI.create(otlp).getHost() != null)
                .as(given)
                .isTrue();
        assertThat(options.otlpInterval()).as(given).isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
        assertThat(options.httpTokenFile()).as(given).isNotEqualTo("none").isNotEqualTo("");
        assertThat(options.otlpHeadersFile()).as(given).isNotEqualTo("none").isNotEqualTo("");
        assertThat(options.tags()).as(given).hasSizeLessThanOrEqualTo(16).doesNotContainKey("role");
        assertThat(options.tags().keySet()).as(given).allMatch(key -> key.matches("[a-zA-Z_]\\w*"));
        assertThat(options.tags().values()).as(given).allMatch(value -> !value.isBlank() && value.length() <= 128);
        assertThat(options.meters()).as(given).isIn("basic", "all");
        assertThat(options.metricsSites()).as(given).isBetween(0, 100);
    }
}
