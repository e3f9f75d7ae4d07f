package io.tcpclose.export.meters;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.tcpclose.micrometer.MeterSet;
import io.tcpclose.micrometer.TcpCloseMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/** Pushes the agent's meters to an OTLP/HTTP endpoint, on threads of the agent. What cannot be sent is said once and tried again. */
final class OtlpPush {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(5);
    private static final long LAST_PUSH_MILLIS = 2_000;

    private final OtlpMeterRegistry registry;
    private final OtlpSettings settings;
    private final ThreadFactory threads;

    OtlpPush(OtlpSettings settings, Map<String, String> tags, MeterSet set, ThreadFactory threads) {
        this.settings = settings;
        this.threads = threads;
        OtlpHistograms histograms =
                new OtlpHistograms(new OtlpHttpMetricsSender(new HttpUrlConnectionSender(CONNECT, READ)), tags);
        this.registry = OtlpMeterRegistry.builder(settings)
                .threadFactory(threads)
                .metricsSender(histograms)
                .build();
        registry.config()
                .commonTags(tags.entrySet().stream()
                        .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                        .toList());
        new TcpCloseMetrics(set, histograms).bindTo(registry);
    }

    String url() {
        return settings.url();
    }

    /** The last push, for which the JVM's exit does not wait long. */
    void stop() {
        Thread last = threads.newThread(registry::close);
        last.start();
        try {
            last.join(LAST_PUSH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
