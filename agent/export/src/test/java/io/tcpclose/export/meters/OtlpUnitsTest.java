package io.tcpclose.export.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OtlpUnitsTest {
    @Test
    void durations_areInSeconds() {
        List<Metric> sent = new ArrayList<>();
        OtlpSettings settings = new OtlpSettings(null, Map.of(), Duration.ofHours(1), Map.of());
        OtlpMeterRegistry registry = OtlpMeterRegistry.builder(settings)
                .metricsSender(request -> sent.addAll(metrics(request)))
                .build();
        TimeGauge.builder("age", () -> 1_500, TimeUnit.MILLISECONDS).register(registry);
        registry.close();
        assertThat(sent).singleElement().satisfies(age -> {
            assertThat(age.getUnit()).isEqualTo("seconds");
            assertThat(age.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(1.5);
        });
    }

    private static List<Metric> metrics(OtlpMetricsSender.Request request) throws Exception {
        return ExportMetricsServiceRequest.parseFrom(request.getMetricsData())
                .getResourceMetrics(0)
                .getScopeMetrics(0)
                .getMetricsList();
    }
}
