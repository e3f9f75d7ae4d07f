package io.tcpclose.dashboards;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Many instances, played by one small server: each has a path of its own, and says what a real agent said. */
final class Fleet implements AutoCloseable {
    static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** @param leaked connections that it has read to their end and does not close */
    record Instance(String application, String name, String release, int leaked) {
        String path() {
            return "/" + name;
        }
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final Map<String, byte[]> pages = new LinkedHashMap<>();

    private Fleet(HttpServer server) {
        this.server = server;
    }

    static Fleet start(FleetPage page, List<Instance> instances) throws IOException {
        Fleet fleet = new Fleet(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        for (Instance instance : instances)
            fleet.pages.put(instance.path(), page.of(instance).getBytes(StandardCharsets.UTF_8));
        fleet.server.createContext("/", fleet::answer);
        fleet.server.setExecutor(fleet.workers);
        fleet.server.start();
        return fleet;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] page = pages.get(exchange.getRequestURI().getPath());
            if (page == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
