package io.tcpclose.export.meters;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.tcpclose.bootstrap.Durations;
import io.tcpclose.micrometer.TcpCloseMeters;
import io.tcpclose.micrometer.TimerBinder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Durations with buckets, put into each request on its way out: Micrometer has no pulled histogram, and the timers of its OTLP
 * registry cannot be extended (StartTimeAwareMeter is its own). Cumulative, in seconds as the specification has it.
 */
final class OtlpHistograms implements TimerBinder, OtlpMetricsSender {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLIS_PER_SECOND = 1_000;

    private final OtlpMetricsSender sender;
    private final Map<String, String> commonTags;
    private final long startMillis = System.currentTimeMillis();
    private final Map<TcpCloseMeters, List<Row>> rows = new EnumMap<>(TcpCloseMeters.class);

    private record Row(String[] tags, Supplier<Durations> now) {}

    OtlpHistograms(OtlpMetricsSender sender, Map<String, String> commonTags) {
        this.sender = sender;
        this.commonTags = commonTags;
        for (TcpCloseMeters meter : TcpCloseMeters.values())
            if (meter.hasBuckets()) rows.put(meter, new CopyOnWriteArrayList<>());
    }

    @Override
    public @Nullable Meter bind(MeterRegistry registry, TcpCloseMeters meter, String[] tags, Supplier<Durations> now) {
        List<Row> own = rows.get(meter);
        if (own == null) return FUNCTION_TIMER.bind(registry, meter, tags, now);
        own.add(new Row(tags, now));
        return null;
    }

    @Override
    public int series(TcpCloseMeters meter, Durations now) {
        return meter.hasBuckets() ? now.bounds() + 3 : FUNCTION_TIMER.series(meter, now);
    }

    @Override
    public void send(Request request) throws Exception {
        Request.Builder more = Request.builder(withHistograms(request.getMetricsData()))
                .headers(request.getHeaders())
                .compressionMode(request.getCompressionMode());
        String address = request.getAddress();
        sender.send(address == null ? more.build() : more.address(address).build());
    }

    private byte[] withHistograms(byte[] metrics) throws InvalidProtocolBufferException {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.parseFrom(metrics).toBuilder();
        if (request.getResourceMetricsCount() == 0
                || request.getResourceMetrics(0).getScopeMetricsCount() == 0) return metrics;
        request.getResourceMetricsBuilder(0).getScopeMetricsBuilder(0).addAllMetrics(histograms());
        return request.build().toByteArray();
    }

    private List<Metric> histograms() {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        List<Metric> metrics = new ArrayList<>();
        rows.forEach((meter, points) -> {
            if (!points.isEmpty()) metrics.add(metric(meter, points, now));
        });
        return metrics;
    }

    private Metric metric(TcpCloseMeters meter, List<Row> points, long now) {
        Histogram.Builder histogram = Histogram.newBuilder()
                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        for (Row row : points) histogram.addDataPoints(point(row, now));
        return Metric.newBuilder()
                .setName(meter.getName())
                .setDescription(meter.description())
                .setUnit("s")
                .setHistogram(histogram)
                .build();
    }

    private HistogramDataPoint point(Row row, long now) {
        Durations durations = row.now.get();
        HistogramDataPoint.Builder point = HistogramDataPoint.newBuilder()
                .setStartTimeUnixNano(TimeUnit.MILLISECONDS.toNanos(startMillis))
                .setTimeUnixNano(now)
                .setCount(durations.count())
                .setSum(durations.sumNanos() / NANOS_PER_SECOND);
        commonTags.forEach((key, value) -> point.addAttributes(attribute(key, value)));
        for (int i = 0; i < row.tags.length; i += 2) point.addAttributes(attribute(row.tags[i], row.tags[i + 1]));
        for (int i = 0; i < durations.bounds(); i++)
            point.addExplicitBounds(durations.upperMillis(i) / MILLIS_PER_SECOND);
        for (int i = 0; i <= durations.bounds(); i++) point.addBucketCounts(durations.inBucket(i));
        return point.build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
