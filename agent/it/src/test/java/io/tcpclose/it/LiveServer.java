package io.tcpclose.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** In the agent's place: the page without data, and a report for whoever has the token. */
final class LiveServer implements AutoCloseable {
    private final HttpServer server;
    private final SavedPage page;
    private final String token;
    private volatile @Nullable String failure;

    private LiveServer(HttpServer server, SavedPage page, String token) {
        this.server = server;
        this.page = page;
        this.token = token;
    }

    static LiveServer of(SavedPage page, String token) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LiveServer live = new LiveServer(server, page, token);
        server.createContext("/", exchange -> answer(exchange, 200, "text/html; charset=utf-8", page.withoutData()));
        server.createContext("/api/report", live::report);
        server.start();
        return live;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** From now on. */
    void fail(String why) {
        failure = why;
    }

    private void report(HttpExchange exchange) throws IOException {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        String failed = failure;
        if (!("Bearer " + token).equals(given)) answer(exchange, 401, "text/plain", "token");
        else if (failed != null) answer(exchange, 503, "text/plain", failed);
        else answer(exchange, 200, "application/json", page.data());
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
