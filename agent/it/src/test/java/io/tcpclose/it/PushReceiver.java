package io.tcpclose.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** An OTLP/HTTP endpoint. What it keeps is not parsed: in protobuf a text is there as it is. */
final class PushReceiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Push> pushes = new LinkedBlockingQueue<>();

    record Push(String path, Headers headers, String body) {}

    PushReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::take);
        server.start();
    }

    /** Without a path. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = body(exchange)) {
            String text = new String(body.readAllBytes(), UTF_8);
            pushes.add(new Push(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), text));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        InputStream raw = exchange.getRequestBody();
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(raw)
                : raw;
    }

    Push await() throws InterruptedException {
        Push push = pushes.poll(60, TimeUnit.SECONDS);
        if (push == null) throw new AssertionError("nothing was pushed");
        return push;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
