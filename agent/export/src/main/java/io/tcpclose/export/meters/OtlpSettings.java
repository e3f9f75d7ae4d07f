package io.tcpclose.export.meters;

import io.micrometer.registry.otlp.OtlpConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where and how metrics are pushed. What is null here is left to Micrometer, which reads the variables of the OpenTelemetry
 * specification ({@code OTEL_EXPORTER_OTLP_*}, {@code OTEL_RESOURCE_ATTRIBUTES}, {@code OTEL_SERVICE_NAME}).
 *
 * @param headers beside those of the variables, and before them
 * @param attributes of the resource, beside those of the variables; {@code service.name} only where they have none
 */
public record OtlpSettings(
        @Nullable String url, Map<String, String> headers, Duration step, Map<String, String> attributes)
        implements OtlpConfig {
    private static final String SERVICE_NAME = "service.name";

    @Override
    public @Nullable String get(String key) {
        return null;
    }

    @Override
    public String url() {
        return url != null ? url : OtlpConfig.super.url();
    }

    /** As Prometheus has them: the series of one meter have one name, whichever way they took. */
    @Override
    public TimeUnit baseTimeUnit() {
        return TimeUnit.SECONDS;
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> all = new LinkedHashMap<>(OtlpConfig.super.headers());
        all.putAll(headers);
        return all;
    }

    @Override
    public Map<String, String> resourceAttributes() {
        Map<String, String> all = new LinkedHashMap<>(attributes);
        Map<String, String> told = OtlpConfig.super.resourceAttributes();
        boolean isNamed = told.containsKey(SERVICE_NAME) && !"unknown_service".equals(told.get(SERVICE_NAME));
        told.forEach((key, value) -> {
            if (!key.equals(SERVICE_NAME) || isNamed) all.put(key, value);
        });
        return all;
    }
}
