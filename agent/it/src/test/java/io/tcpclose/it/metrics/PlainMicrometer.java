package io.tcpclose.it.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An application without a framework that has a registry for Prometheus. {@code global}: it is behind Micrometer's global one;
 * {@code own}: it is not. Answers {@code scrape} with the page that Prometheus would get; {@code leak} leaves a connection in
 * CLOSE_WAIT; {@code clear} empties the registry, as frameworks do that restart within the JVM.
 */
public final class PlainMicrometer {
    private final MeterRegistry registry;
    private final boolean global;
    private final List<Socket> leaked = new ArrayList<>();

    private PlainMicrometer(MeterRegistry registry, boolean global) {
        this.registry = registry;
        this.global = global;
        registry.config().commonTags("application", "shop");
        if (global) Metrics.addRegistry(registry);
    }

    public static void main(String[] args) throws Exception {
        PlainMicrometer application = new PlainMicrometer(prometheus(), args[0].equals("global"));
        if (args[0].equals("bound")) bind(application.registry);
        application.serve();
    }

    /** As an application does that has the artefact among its libraries. */
    private static void bind(MeterRegistry registry) throws ReflectiveOperationException {
        Class<?> metrics = Class.forName("io.tcpclose.micrometer.TcpCloseMetrics");
        ((MeterBinder) metrics.getConstructor().newInstance()).bindTo(registry);
    }

    /** The newest that is there: it has another package since Micrometer 1.13, and the old one only before. */
    private static MeterRegistry prometheus() throws ReflectiveOperationException {
        try {
            return prometheus("io.micrometer.prometheusmetrics");
        } catch (ClassNotFoundException older) {
            return prometheus("io.micrometer.prometheus");
        }
    }

    private static MeterRegistry prometheus(String where) throws ReflectiveOperationException {
        Class<?> config = Class.forName(where + ".PrometheusConfig");
        return (MeterRegistry) Class.forName(where + ".PrometheusMeterRegistry")
                .getConstructor(config)
                .newInstance(config.getField("DEFAULT").get(null));
    }

    private void serve() throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("READY");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            // An application counts something now and then.
            registry.counter("shop.commands", "name", command).increment();
            obey(command);
            System.out.println("DONE");
        }
    }

    private void obey(String command) throws Exception {
        switch (command) {
            case "scrape" ->
                System.out.println(registry.getClass().getMethod("scrape").invoke(registry));
            case "leak" -> leak();
            case "clear" -> clear();
            default -> throw new IllegalArgumentException(command);
        }
    }

    /** With all that only the meters were holding; says how many are left. */
    private void clear() {
        (global ? Metrics.globalRegistry : registry).clear();
        System.out.println(
                "LEFT " + registry.find("tcpclose.connections").gauges().size());
        System.gc();
    }

    private void leak() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
            leaked.add(client);
            listener.accept().close();
            client.getInputStream().readAllBytes();
        }
    }
}
