package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tcpclose.agent.options.Given;
import io.tcpclose.export.meters.OtlpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpStartTest {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String METRICS_ENDPOINT = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private static final String COLLECTOR = "http://collector:4318";

    private static @Nullable OtlpSettings settings(String argument, Map<String, String> environment) {
        return new OtlpStart(Given.argument(argument).parse(), environment).settings(Map.of("service.name", "shop"));
    }

    private static OtlpSettings set(String argument, Map<String, String> environment) {
        OtlpSettings settings = settings(argument, environment);
        if (settings == null) throw new AssertionError("nothing is pushed");
        return settings;
    }

    @Test
    void nothingSaid_nothingIsPushed() {
        assertThat(settings("", Map.of())).isNull();
    }

    @Test
    void option_isBeforeTheVariables() {
        Map<String, String> elsewhere = Map.of(
                METRICS_ENDPOINT,
                "http://elsewhere:1/v1/metrics",
                "OTEL_METRICS_EXPORTER",
                "none",
                "OTEL_SDK_DISABLED",
                "true");
        assertThat(set("otlp=http://collector:4318/v1/metrics", elsewhere).url())
                .isEqualTo("http://collector:4318/v1/metrics");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "OFF"})
    void off_winsOverTheVariables(String off) {
        assertThat(settings("otlp=" + off, Map.of(ENDPOINT, COLLECTOR))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {ENDPOINT, METRICS_ENDPOINT})
    void endpointVariable_isEnough(String variable) {
        assertThat(set("", Map.of(variable, COLLECTOR)).attributes()).containsExactly(entry("service.name", "shop"));
        assertThat(settings("", Map.of(variable, " "))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_METRICS_EXPORTER, none",
        "OTEL_METRICS_EXPORTER, prometheus",
        "OTEL_SDK_DISABLED, true",
        "OTEL_SDK_DISABLED, TRUE",
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
        "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL, grpc",
        "OTEL_EXPORTER_OTLP_PROTOCOL, http/json"
    })
    void otherVariables_mayTurnItOff(String variable, String value) {
        assertThat(settings("", Map.of(ENDPOINT, COLLECTOR, variable, value))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_METRICS_EXPORTER, otlp",
        "OTEL_METRICS_EXPORTER, 'console,otlp'",
        "OTEL_METRICS_EXPORTER, ''",
        "OTEL_SDK_DISABLED, false",
        "OTEL_SDK_DISABLED, ''",
        "OTEL_EXPORTER_OTLP_PROTOCOL, http/protobuf",
        "OTEL_EXPORTER_OTLP_PROTOCOL, ''"
    })
    void otherVariables_mayLetItBe(String variable, String value) {
        assertThat(settings("", Map.of(ENDPOINT, COLLECTOR, variable, value))).isNotNull();
    }

    @Test
    void protocolOfMetrics_isBeforeTheGeneralOne() {
        Map<String, String> environment = Map.of(
                ENDPOINT,
                COLLECTOR,
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                "grpc",
                "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
                "http/protobuf");
        assertThat(settings("", environment)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/metrics",
        "http://collector:4318/, http://collector:4318/v1/metrics",
        "https://[fd00::1], https://[fd00::1]/v1/metrics",
        "http://collector:4318/otlp, http://collector:4318/otlp",
        "http://collector/a/v1/metrics, http://collector/a/v1/metrics"
    })
    void urlWithoutPath_getsTheUsualOne(String given, String url) {
        assertThat(set("otlp=" + given, Map.of()).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({"5000, 5s", "' 5000 ', 5s", "1000, 1s", "999, 60s", "0, 60s", "-5, 60s", "soon, 60s", "'', 60s"})
    void step_isTheVariablesWhereTheOptionIsSilent(String millis, String expected) {
        Map<String, String> environment = Map.of("OTEL_METRIC_EXPORT_INTERVAL", millis);
        assertThat(set("otlp=" + COLLECTOR, environment).step()).isEqualTo(Duration.parse("PT" + expected));
    }

    @Test
    void step_isTheOptionsWhereItSpeaks() {
        Map<String, String> environment = Map.of("OTEL_METRIC_EXPORT_INTERVAL", "5000");
        assertThat(set("otlp=" + COLLECTOR + ",otlp.interval=7s", environment).step())
                .isEqualTo(Duration.ofSeconds(7));
    }

    // --- headers ---

    @Test
    void headersFile_isRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("headers"), "Authorization: Bearer a:b=c\nX-Scope:shop\n");
        assertThat(set("otlp=" + COLLECTOR + ",otlp.headers-file=" + file, Map.of())
                        .headers())
                .contains(entry("Authorization", "Bearer a:b=c"), entry("X-Scope", "shop"));
    }

    @Test
    void headersFile_whereMissing_sendsNone(@TempDir Path folder) {
        assertThat(set("otlp=" + COLLECTOR + ",otlp.headers-file=" + folder.resolve("none"), Map.of())
                        .headers())
                .isEmpty();
    }

    @Test
    void whatIsNoHeader_isLeftOut() {
        String hostile = String.join(
                "\n",
                "",
                "# a comment",
                "no colon",
                ": no name",
                "two words: x",
                "sp ace: x",
                "n\u00e4me: x",
                "name\u0000: x",
                "Value: \u00e4",
                "Value: a\u0007b",
                "Value: a\u001b[2J",
                "[x]: y",
                "Good: yes");
        assertThat(OtlpStart.parse(hostile)).containsExactly(entry("Good", "yes"));
    }

    @Test
    void lineEnds_startNoOtherHeader() {
        assertThat(OtlpStart.parse("A: 1\r\nB: 2\rC: 3\u0085D: 4\u2028E: 5"))
                .containsExactly(entry("A", "1"), entry("B", "2"));
    }

    @Test
    void manyHeaders_endAtSomeTime() {
        String many = IntStream.range(0, 10_000).mapToObj(i -> "X-" + i + ": x").collect(Collectors.joining("\n"));
        assertThat(OtlpStart.parse(many)).hasSize(64);
    }
}
