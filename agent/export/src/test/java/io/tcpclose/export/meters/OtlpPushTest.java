package io.tcpclose.export.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.tcpclose.export.meters.Receiver.Push;
import io.tcpclose.micrometer.MeterSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtlpPushTest {
    private static final Map<String, String> TAGS = Map.of("application", "shop");
    private static final Duration STEP = Duration.ofSeconds(1);

    /** Shared, as the loggers of Micrometer's classes are made once in a JVM. */
    private static final BlockingQueue<String> SAID = new LinkedBlockingQueue<>();

    private @Nullable OtlpPush push;

    @BeforeAll
    static void log() {
        MicrometerLog.to(SAID::add);
    }

    @BeforeEach
    void board() {
        SAID.clear();
        Boards.publish(11);
    }

    @AfterEach
    void stop() {
        if (push != null) push.stop();
    }

    private void start(String url, Duration step) {
        OtlpSettings settings = new OtlpSettings(
                url,
                Map.of("Authorization", "Bearer s3cret", "X-Scope", "shop"),
                step,
                Map.of("service.name", "shop", "service.instance.id", "host:7"));
        push = new OtlpPush(settings, TAGS, MeterSet.OWN, OtlpPushTest::daemon);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "push under test");
        thread.setDaemon(true);
        return thread;
    }

    private Push firstPush() throws IOException, InterruptedException {
        try (Receiver receiver = new Receiver()) {
            start(receiver.url(), STEP);
            return receiver.await(any -> true);
        }
    }

    @Test
    void push_isOfTheService() throws Exception {
        Push pushed = firstPush();
        assertThat(pushed.path()).isEqualTo("/v1/metrics");
        assertThat(pushed.headers().getFirst("Content-Type")).isEqualTo("application/x-protobuf");
        assertThat(values(pushed.request().getResourceMetrics(0).getResource().getAttributesList()))
                .contains(entry("service.name", "shop"), entry("service.instance.id", "host:7"));
    }

    @Test
    void push_hasTheHeaders() throws Exception {
        Push pushed = firstPush();
        assertThat(pushed.headers().get("Authorization")).containsExactly("Bearer s3cret");
        assertThat(pushed.headers().get("X-Scope")).containsExactly("shop");
    }

    @Test
    void commonTags_areOnEveryPoint() throws Exception {
        Push pushed = firstPush();
        assertThat(pushed.metrics()).hasSizeGreaterThan(5);
        assertThat(pushed.metrics().stream().flatMap(metric -> attributes(metric).stream()))
                .isNotEmpty()
                .allSatisfy(attributes -> assertThat(attributes).contains(entry("application", "shop")));
    }

    @Test
    void counter_isCumulative() throws Exception {
        try (Receiver receiver = new Receiver()) {
            start(receiver.url(), STEP);
            assertThat(opened(receiver.await(any -> true))).isEqualTo(11);
            Boards.publish(15);
            Push second = receiver.await(pushed -> opened(pushed) != 11);
            assertThat(opened(second)).isEqualTo(15);
            Metric metric = second.metric("tcpclose.connections.opened");
            assertThat(metric.getSum().getIsMonotonic()).isTrue();
            assertThat(metric.getSum().getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        }
    }

    private static double opened(Push push) {
        return push.metric("tcpclose.connections.opened")
                .getSum()
                .getDataPoints(0)
                .getAsDouble();
    }

    @Test
    void gauges_haveTheirTagsAndUnits() throws Exception {
        Push pushed = firstPush();
        NumberDataPoint closeWait =
                pushed.metric("tcpclose.connections").getGauge().getDataPoints(0);
        assertThat(closeWait.getAsDouble()).isEqualTo(3);
        assertThat(values(closeWait.getAttributesList()))
                .containsOnly(entry("application", "shop"), entry("role", "client"), entry("state", "close_wait"));
        Metric age = pushed.metric("tcpclose.close.wait.age.max");
        assertThat(age.getUnit()).isEqualTo("seconds");
        assertThat(age.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(1.5);
    }

    @Test
    void histogram_hasItsBoundsAndCounts() throws Exception {
        Metric metric = firstPush().metric("tcpclose.fin.to.close");
        assertThat(metric.getUnit()).isEqualTo("s");
        assertThat(metric.getHistogram().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        HistogramDataPoint point = metric.getHistogram().getDataPoints(0);
        assertThat(point.getExplicitBoundsList()).containsExactly(0.001, 0.02, 0.5);
        assertThat(point.getBucketCountsList()).containsExactly(4L, 0L, 2L, 1L);
        assertThat(point.getCount()).isEqualTo(7);
        assertThat(point.getSum()).isEqualTo(3.25);
        assertThat(values(point.getAttributesList()))
                .containsOnly(entry("application", "shop"), entry("role", "client"));
        assertThat(point.getStartTimeUnixNano()).isPositive().isLessThanOrEqualTo(point.getTimeUnixNano());
    }

    @Test
    void everySeries_isPushedOnce() throws Exception {
        Push pushed = firstPush();
        assertThat(pushed.metrics()).extracting(Metric::getName).doesNotHaveDuplicates();
    }

    /** The other endpoint shows when enough time has passed for more attempts. */
    @Test
    void endpointThatIsNotThere_isSaidOnce() throws Exception {
        try (Receiver witness = new Receiver()) {
            String nowhere = "http://127.0.0.1:" + unusedPort() + "/v1/metrics";
            start(nowhere, STEP);
            assertThat(nextOf(nowhere)).startsWith("metrics: ").doesNotContain("s3cret");
            OtlpPush first = push;
            start(witness.url(), STEP);
            for (int i = 0; i < 3; i++) witness.await(any -> true);
            if (first != null) first.stop();
            assertThat(SAID).noneMatch(line -> line.contains(nowhere));
        }
    }

    /** What an earlier test's last push says may come late. */
    private static String nextOf(String url) throws InterruptedException {
        String line = SAID.poll(30, TimeUnit.SECONDS);
        while (line != null && !line.contains(url)) line = SAID.poll(30, TimeUnit.SECONDS);
        return String.valueOf(line);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void stop_pushesWhatIsLeft() throws Exception {
        try (Receiver receiver = new Receiver()) {
            start(receiver.url(), Duration.ofHours(1));
            if (push != null) push.stop();
            assertThat(opened(receiver.await(any -> true))).isEqualTo(11);
        }
    }

    /** Its connections stay in the backlog; the test's time limit is what fails. */
    @Test
    @Timeout(value = 4, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void stop_withReceiverThatNeverAnswers_returns() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            start("http://127.0.0.1:" + silent.getLocalPort() + "/v1/metrics", Duration.ofHours(1));
            if (push != null) push.stop();
            push = null;
            assertThat(silent.accept().isConnected()).isTrue();
        }
    }

    private static List<Map<String, String>> attributes(Metric metric) {
        return switch (metric.getDataCase()) {
            case GAUGE -> each(metric.getGauge().getDataPointsList(), NumberDataPoint::getAttributesList);
            case SUM -> each(metric.getSum().getDataPointsList(), NumberDataPoint::getAttributesList);
            case HISTOGRAM -> each(metric.getHistogram().getDataPointsList(), HistogramDataPoint::getAttributesList);
            default -> each(metric.getSummary().getDataPointsList(), point -> point.getAttributesList());
        };
    }

    private static <T> List<Map<String, String>> each(List<T> points, Function<T, List<KeyValue>> attributes) {
        return points.stream().map(attributes).map(OtlpPushTest::values).toList();
    }

    private static Map<String, String> values(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
    }
}
