package io.tcpclose.export.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the variables say is Micrometer's to read, and held by an integration test: a test cannot set its own environment. */
class OtlpSettingsTest {
    private static OtlpSettings settings(Map<String, String> headers, Map<String, String> attributes) {
        return new OtlpSettings("http://collector:4318/v1/metrics", headers, Duration.ofSeconds(7), attributes);
    }

    @Test
    void url_isTheOneGiven() {
        assertThat(settings(Map.of(), Map.of()).url()).isEqualTo("http://collector:4318/v1/metrics");
    }

    @Test
    void step_isTheOneGiven() {
        assertThat(settings(Map.of(), Map.of()).step()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void headers_areThoseGiven() {
        assertThat(settings(Map.of("X-Scope", "shop"), Map.of()).headers()).contains(entry("X-Scope", "shop"));
    }

    @Test
    void serviceName_isOursWhereTheVariablesHaveNone() {
        assertThat(settings(Map.of(), Map.of("service.name", "shop")).resourceAttributes())
                .contains(entry("service.name", "shop"));
    }
}
