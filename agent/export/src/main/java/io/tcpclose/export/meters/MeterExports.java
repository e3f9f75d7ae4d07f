package io.tcpclose.export.meters;

import com.sun.net.httpserver.HttpServer;
import io.tcpclose.micrometer.MeterSet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The agent's own registries and their ways out. For the exporting thread; {@link #stop} for any. */
public final class MeterExports {
    /**
     * @param http where to listen, null for nowhere; asked once the application runs, since the first InetAddress of a JVM settles
     *     {@code java.net.preferIPv4Stack}
     * @param token bearer token, null for none
     * @param otlp where to push, null for nowhere
     * @param tags on every series
     * @param basic only the meters that everybody wants
     * @param threads whose sockets stay invisible
     * @param say one line for the user
     */
    public record Settings(
            @Nullable Supplier<InetSocketAddress> http,
            @Nullable String token,
            @Nullable OtlpSettings otlp,
            Map<String, String> tags,
            boolean basic,
            ThreadFactory threads,
            Consumer<String> say) {
        /** Whether anything is asked for. */
        public boolean isEmpty() {
            return http == null && otlp == null;
        }

        private MeterSet set() {
            return basic ? MeterSet.BASIC : MeterSet.OWN;
        }
    }

    private final Settings settings;
    private volatile @Nullable PrometheusPage page;
    private volatile @Nullable HttpEndpoint endpoint;
    private volatile @Nullable OtlpPush push;

    public MeterExports(Settings settings) {
        this.settings = settings;
    }

    /** What cannot be started is said, and the rest is. */
    public void start() {
        if (settings.isEmpty()) return;
        MicrometerLog.to(settings.say);
        attempt("http", "jdk.httpserver", this::serve);
        attempt("otlp", "java.logging", this::push);
    }

    private interface Part {
        void start() throws IOException;
    }

    /** @param module of the JDK that it needs, and that a small image may be without */
    private void attempt(String option, String module, Part part) {
        try {
            part.start();
        } catch (NoClassDefFoundError e) {
            settings.say.accept(option + " is off: a class is missing in this JVM (" + e.getMessage()
                    + "); where it is of the JDK, start with --add-modules " + module);
        } catch (IOException | RuntimeException | LinkageError e) {
            settings.say.accept(option + " is off: " + e.getMessage());
        }
    }

    private void serve() throws IOException {
        Supplier<InetSocketAddress> address = settings.http;
        if (address == null) return;
        HttpServer server = bind(address.get());
        PrometheusPage metrics = new PrometheusPage(settings.tags, settings.set());
        page = metrics;
        HttpEndpoint opened = new HttpEndpoint(server, metrics, settings.token, settings.threads);
        endpoint = opened;
        opened.start();
        settings.say.accept("metrics at " + opened.url() + "/metrics");
    }

    private static HttpServer bind(InetSocketAddress address) throws IOException {
        try {
            return HttpServers.bind(address);
        } catch (IOException e) {
            throw new IOException("cannot listen at " + literal(address) + ": " + e.getMessage(), e);
        }
    }

    private static String literal(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    private void push() {
        OtlpSettings otlp = settings.otlp;
        if (otlp == null) return;
        OtlpPush started = new OtlpPush(otlp, settings.tags, settings.set(), settings.threads);
        push = started;
        settings.say.accept("metrics are pushed to " + started.url());
    }

    /** There is a new board, and the meters follow it. */
    public void turned() {
        PrometheusPage shown = page;
        if (shown != null) shown.turned();
    }

    /** At exit. */
    public void stop() {
        HttpEndpoint opened = endpoint;
        OtlpPush pushing = push;
        if (opened != null) opened.stop();
        if (pushing != null) pushing.stop();
    }
}
