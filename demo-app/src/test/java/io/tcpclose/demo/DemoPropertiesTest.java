package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoPropertiesTest {
    private static final Pattern THRESHOLD = Pattern.compile("rule\\.([a-z0-9-]+)\\.after");
    private static final int SLACK_SECONDS = 2;

    @Test
    void keys_areThresholdsOfMisuse() throws IOException {
        Properties options = load();
        assertThat(options.remove("probe.interval")).isEqualTo("200ms");
        assertThat(options).isNotEmpty();
        assertThat(options.stringPropertyNames())
                .allSatisfy(key -> assertThat(scenarioOf(key).misuse()).isTrue());
    }

    @Test
    void thresholds_passWithinTheHold() throws IOException {
        Properties options = load();
        options.remove("probe.interval");
        assertThat(options.stringPropertyNames())
                .allSatisfy(key -> assertThat(seconds(options.getProperty(key)) + SLACK_SECONDS)
                        .isLessThanOrEqualTo(scenarioOf(key).holdSeconds()));
    }

    private static Properties load() throws IOException {
        Properties options = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("demo.properties"))) {
            options.load(file);
        }
        return options;
    }

    private static Scenario scenarioOf(String key) {
        Matcher matcher = THRESHOLD.matcher(key);
        assertThat(matcher.matches()).as(key).isTrue();
        return Scenarios.named(matcher.group(1)).orElseThrow();
    }

    private static int seconds(String duration) {
        assertThat(duration).matches("\\d+s");
        return Integer.parseInt(duration.substring(0, duration.length() - 1));
    }
}
