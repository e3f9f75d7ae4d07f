package io.tcpclose.export.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.NamingConvention;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tcpclose.bootstrap.Durations;
import io.tcpclose.micrometer.TcpCloseMeters;
import io.tcpclose.micrometer.TimerBinder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Durations with buckets, straight into the registry of the Prometheus client behind Micrometer's. */
final class PrometheusHistograms implements TimerBinder {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLIS_PER_SECOND = 1_000;

    private final PrometheusRegistry target;
    private final Map<String, String> commonTags;
    private final Map<TcpCloseMeters, Histogram> histograms = new EnumMap<>(TcpCloseMeters.class);

    PrometheusHistograms(PrometheusRegistry target, Map<String, String> commonTags) {
        this.target = target;
        this.commonTags = commonTags;
    }

    @Override
    public @Nullable Meter bind(MeterRegistry registry, TcpCloseMeters meter, String[] tags, Supplier<Durations> now) {
        if (!meter.hasBuckets()) return FUNCTION_TIMER.bind(registry, meter, tags, now);
        histograms
                .computeIfAbsent(meter, m -> registered(registry, m))
                .rows
                .add(new Row(labels(registry.config().namingConvention(), tags), now));
        return null;
    }

    private Histogram registered(MeterRegistry registry, TcpCloseMeters meter) {
        NamingConvention names = registry.config().namingConvention();
        String name = names.name(meter.getName(), Meter.Type.TIMER, meter.getBaseUnit());
        Histogram histogram = new Histogram(name, meter.description());
        target.register(histogram);
        return histogram;
    }

    private Labels labels(NamingConvention names, String[] tags) {
        Labels.Builder labels = Labels.builder();
        commonTags.forEach((key, value) -> labels.label(names.tagKey(key), names.tagValue(value)));
        for (int i = 0; i < tags.length; i += 2) labels.label(names.tagKey(tags[i]), names.tagValue(tags[i + 1]));
        return labels.build();
    }

    @Override
    public int series(TcpCloseMeters meter, Durations now) {
        return meter.hasBuckets() ? now.bounds() + 3 : FUNCTION_TIMER.series(meter, now);
    }

    private record Row(Labels labels, Supplier<Durations> now) {
        HistogramDataPointSnapshot taken() {
            Durations durations = now.get();
            return HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .sum(durations.sumNanos() / NANOS_PER_SECOND)
                    .classicHistogramBuckets(buckets(durations))
                    .build();
        }

        private static ClassicHistogramBuckets buckets(Durations durations) {
            ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
            for (int i = 0; i < durations.bounds(); i++)
                buckets.bucket(durations.upperMillis(i) / MILLIS_PER_SECOND, durations.inBucket(i));
            return buckets.bucket(Double.POSITIVE_INFINITY, durations.inBucket(durations.bounds()))
                    .build();
        }
    }

    private static final class Histogram implements Collector {
        private final String name;
        private final String help;
        private final List<Row> rows = new CopyOnWriteArrayList<>();

        Histogram(String name, String help) {
            this.name = name;
            this.help = help;
        }

        @Override
        public MetricSnapshot collect() {
            HistogramSnapshot.Builder taken =
                    HistogramSnapshot.builder().name(name).help(help);
            for (Row row : rows) taken.dataPoint(row.taken());
            return taken.build();
        }

        @Override
        public String getPrometheusName() {
            return name;
        }
    }
}
