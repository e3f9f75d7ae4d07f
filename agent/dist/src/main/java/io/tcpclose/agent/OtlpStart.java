package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.agent.options.TextFile;
import io.tcpclose.export.meters.OtlpSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether and where metrics are pushed: by our options, and where they are silent by the variables of the OpenTelemetry
 * specification, so far as they ask for metrics by OTLP over HTTP.
 */
final class OtlpStart {
    private static final int MAX_HEADERS = 64;
    private static final String METRICS_PATH = "/v1/metrics";

    private final Options options;
    private final Map<String, String> environment;

    OtlpStart(Options options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
    }

    /** @param attributes of the resource, where the variables have none. @return null where nothing is pushed */
    @Nullable
    OtlpSettings settings(Map<String, String> attributes) {
        String url = options.otlp();
        if (url == null ? !isAskedForByEnvironment() : url.equals("off")) return null;
        return new OtlpSettings(url == null ? null : withPath(url), headers(), step(), attributes);
    }

    private boolean isAskedForByEnvironment() {
        boolean endpoint = !value("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "").isEmpty()
                || !value("OTEL_EXPORTER_OTLP_ENDPOINT", "").isEmpty();
        boolean off = value("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true");
        return endpoint
                && !off
                && value("OTEL_METRICS_EXPORTER", "otlp").contains("otlp")
                && protocol().equals("http/protobuf");
    }

    private String protocol() {
        String general = value("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        return value("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", general);
    }

    /** As in the specification an empty variable is an unset one. */
    private String value(String variable, String otherwise) {
        String text = environment.getOrDefault(variable, "").strip();
        return text.isEmpty() ? otherwise : text;
    }

    /** An endpoint without a path is meant as the base of one, as in the specification. */
    private static String withPath(String url) {
        URI uri = URI.create(url);
        String path = uri.getPath();
        if (uri.getRawQuery() != null || (path != null && path.length() > 1)) return url;
        return (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + METRICS_PATH;
    }

    private Duration step() {
        String millis = environment.get("OTEL_METRIC_EXPORT_INTERVAL");
        if (options.otlpIntervalSet() || millis == null) return options.otlpInterval();
        try {
            long parsed = Long.parseLong(millis.strip());
            return parsed < 1_000 ? options.otlpInterval() : Duration.ofMillis(parsed);
        } catch (NumberFormatException e) {
            return options.otlpInterval();
        }
    }

    /** One {@code name: value} a line. */
    private Map<String, String> headers() {
        String path = options.otlpHeadersFile();
        if (path == null) return Map.of();
        try {
            return parse(TextFile.read(path));
        } catch (IOException e) {
            Say.line("otlp.headers-file=" + path + " cannot be read, none is sent: " + e.getMessage());
            return Map.of();
        }
    }

    /** What is no header is left out, and not shown: it may be a secret. */
    static Map<String, String> parse(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        text.lines().map(String::strip).limit(MAX_HEADERS).forEach(line -> {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (!name.isEmpty()
                    && name.chars().allMatch(OtlpStart::isTokenChar)
                    && value.chars().allMatch(OtlpStart::isVisible)) headers.put(name, value);
        });
        return headers;
    }

    /** RFC 9110, section 5.6.2. */
    private static boolean isTokenChar(int c) {
        return Character.isLetterOrDigit(c) && c < 128 || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static boolean isVisible(int c) {
        return c >= ' ' && c < 127;
    }
}
