package io.tcpclose.stacks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A {@link Site} on the JDK's server, plain and over TLS, on virtual threads where there are any. */
public final class JdkSite implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.idleInterval", "2");
        System.setProperty("sun.net.httpserver.clockTick", "500");
    }

    private final ExecutorService threads = threads();
    private final HttpServer plain;
    private final HttpsServer secure;

    public JdkSite() throws Exception {
        plain = start(HttpServer.create(address(), 0));
        secure = HttpsServer.create(address(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(Tls.context()));
        start(secure);
    }

    public int http() {
        return plain.getAddress().getPort();
    }

    public int https() {
        return secure.getAddress().getPort();
    }

    public String plainAddress() {
        return "http://127.0.0.1:" + http();
    }

    public String secureAddress() {
        return "https://127.0.0.1:" + https();
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private HttpServer start(HttpServer server) {
        server.setExecutor(threads);
        server.createContext("/", JdkSite::handle);
        server.start();
        return server;
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (path.equals(Site.FORGOTTEN)) {
                plantedExchangeThatNeverEnds(exchange);
                return;
            }
            try (exchange) {
                byte[] answer = Site.answer(path, body);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static void plantedExchangeThatNeverEnds(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        for (int i = 0; i < 3; i++) {
            exchange.getResponseBody().write("working\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            TimeUnit.MILLISECONDS.sleep(700);
        }
    }

    private static ExecutorService threads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException before21) {
            return Executors.newFixedThreadPool(8);
        }
    }

    @Override
    public void close() {
        plain.stop(1);
        secure.stop(1);
        threads.shutdown();
    }
}
