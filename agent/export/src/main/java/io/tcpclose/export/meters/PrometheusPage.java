package io.tcpclose.export.meters;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tcpclose.micrometer.MeterSet;
import io.tcpclose.micrometer.TcpCloseMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own registry, as Prometheus reads it. A page is rendered once for each board, however many ask for it at once.
 */
public final class PrometheusPage {
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusRegistry target = new PrometheusRegistry();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, target, Clock.SYSTEM);
    private final AutoCloseable binding;
    private byte @Nullable [] text;
    private byte @Nullable [] openMetrics;

    /** @param tags on every series */
    public PrometheusPage(Map<String, String> tags, MeterSet set) {
        registry.config()
                .commonTags(tags.entrySet().stream()
                        .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                        .toList());
        binding = new TcpCloseMetrics(set, new PrometheusHistograms(target, tags)).bind(registry);
    }

    /** It follows no board any more. */
    void stop() {
        try {
            binding.close();
        } catch (Exception e) {
            // Nobody reads it any more.
        }
        registry.close();
    }

    /** There is a new board, and the meters follow it. */
    public synchronized void turned() {
        text = null;
        openMetrics = null;
    }

    /** The newest format that the reader says it takes. @param accepted its Accept headers */
    static String typeFor(@Nullable List<String> accepted) {
        boolean open =
                accepted != null && accepted.stream().anyMatch(types -> types.contains("application/openmetrics-text"));
        return open ? OPEN_METRICS : TEXT;
    }

    /** @param type {@link #TEXT} or {@link #OPEN_METRICS} */
    public synchronized byte[] page(String type) throws IOException {
        boolean isText = type.equals(TEXT);
        byte[] known = isText ? text : openMetrics;
        if (known != null) return known;
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        registry.scrape(out, type);
        byte[] page = out.toByteArray();
        if (isText) text = page;
        else openMetrics = page;
        return page;
    }
}
