package io.tcpclose.export.meters;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** An OTLP/HTTP endpoint that keeps what it was sent. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Push> pushes = new LinkedBlockingQueue<>();

    record Push(String path, Headers headers, ExportMetricsServiceRequest request) {
        List<Metric> metrics() {
            return request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
        }

        Metric metric(String name) {
            return metrics().stream()
                    .filter(metric -> metric.getName().equals(name))
                    .findAny()
                    .orElseThrow(() -> new AssertionError(name + " is not in " + metrics()));
        }
    }

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/metrics";
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = body(exchange)) {
            String path = exchange.getRequestURI().getPath();
            pushes.add(new Push(path, exchange.getRequestHeaders(), ExportMetricsServiceRequest.parseFrom(body)));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        InputStream raw = exchange.getRequestBody();
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(raw)
                : raw;
    }

    /** The first push, or the next, that is so. */
    Push await(Predicate<Push> wanted) throws InterruptedException {
        while (true) {
            Push push = pushes.poll(30, TimeUnit.SECONDS);
            if (push == null) throw new AssertionError("nothing was pushed");
            if (wanted.test(push)) return push;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
