package io.tcpclose.export.meters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The agent's port, where one was asked for: read-only, GET only, on loopback unless the user says otherwise.
 *
 * <p>Who may read what: with a token, all but {@code /healthz} wants it as a bearer token. Without one, others than this machine
 * get {@code /metrics} and {@code /healthz} only. On loopback a request has to name an address or localhost: a page of the web
 * that had its name point here would be asking under that name.
 */
final class HttpEndpoint {
    /** Slow readers hold a thread each; who comes when all are taken waits. */
    private static final int THREADS = 8;

    private static final int WAITING = 4_096;

    private static final Pattern IP_V6 = Pattern.compile("\\[[0-9a-fA-F:.]+](:\\d*)?");

    private final HttpServer server;
    private final PrometheusPage metrics;
    private final @Nullable String token;
    private final boolean local;

    /**
     * @param server bound, not started
     * @param token null for none
     * @param threads of the agent, so that its sockets stay invisible
     */
    HttpEndpoint(HttpServer server, PrometheusPage metrics, @Nullable String token, ThreadFactory threads) {
        this.server = server;
        this.metrics = metrics;
        this.token = token;
        this.local = server.getAddress().getAddress().isLoopbackAddress();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), threads);
        workers.allowCoreThreadTimeOut(true);
        server.setExecutor(workers);
        server.createContext("/", this::answer);
    }

    void start() {
        server.start();
    }

    void stop() {
        server.stop(0);
    }

    /** For the line that tells of it. */
    String url() {
        InetSocketAddress bound = server.getAddress();
        InetAddress host = bound.getAddress();
        String literal = host.getHostAddress();
        return "http://" + (literal.indexOf(':') < 0 ? literal : "[" + literal + "]") + ":" + bound.getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            NoDelay.on(exchange);
            String path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                plain(exchange, 405, "GET only");
            } else if (local && !isLocalName(exchange.getRequestHeaders().getFirst("Host"))) {
                plain(exchange, 403, "the Host header has to be an address or localhost");
            } else if ("/healthz".equals(path)) {
                plain(exchange, 200, "ok");
            } else if (token != null && !isBearer(exchange.getRequestHeaders().getFirst("Authorization"), token)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                plain(exchange, 401, "the bearer token of http.token-file is asked for");
            } else if ("/metrics".equals(path)) {
                metrics(exchange);
            } else if (token == null && !local) {
                plain(exchange, 403, "without http.token-file others than this machine get /metrics and /healthz only");
            } else {
                plain(exchange, 404, "there are /metrics and /healthz");
            }
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String type = PrometheusPage.typeFor(exchange.getRequestHeaders().get("Accept"));
        send(exchange, 200, type, metrics.page(type));
    }

    private static void plain(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", (text + "\n").getBytes(UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        // With a length for a HEAD the JDK's server logs a warning, in the application's log. 0 would mean: of unknown
        // length.
        boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
        if (hasBody) exchange.getResponseBody().write(body);
    }

    /** In constant time, whatever was sent. */
    private static boolean isBearer(@Nullable String header, String token) {
        return header != null && MessageDigest.isEqual(header.getBytes(UTF_8), ("Bearer " + token).getBytes(UTF_8));
    }

    /** Absent with HTTP/1.0, which no browser speaks. */
    static boolean isLocalName(@Nullable String host) {
        if (host == null || host.isEmpty()) return true;
        if (host.startsWith("[")) return IP_V6.matcher(host).matches();
        int colon = host.lastIndexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return name.equalsIgnoreCase("localhost") || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
