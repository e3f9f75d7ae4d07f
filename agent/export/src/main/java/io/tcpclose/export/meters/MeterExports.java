package io.tcpclose.export.meters;

import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.export.http.AgentPages;
import io.tcpclose.micrometer.MeterSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The agent's own registries and their ways out. For the exporting thread; {@link #stop} and {@link #page} for any. */
public final class MeterExports implements AgentPages.Metrics {
    /** The first who asks for meters waits for the agent's thread to put up a board. */
    private static final long PATIENCE_MILLIS = 3_000;

    private static final long LOOK_MILLIS = 20;
    private static final String OTLP = "otlp";
    /** Of the JDK; a small image may be without. */
    private static final String MODULE = "java.logging";

    /**
     * @param served whether meters will be asked for, so that the first to ask finds some
     * @param otlp where to push, null for nowhere
     * @param tags on every series
     * @param basic only the meters that everybody wants
     * @param threads whose sockets stay invisible
     * @param say one line for the user
     */
    public record Settings(
            boolean served,
            @Nullable OtlpSettings otlp,
            Map<String, String> tags,
            boolean basic,
            ThreadFactory threads,
            Consumer<String> say) {
        private MeterSet set() {
            return basic ? MeterSet.BASIC : MeterSet.OWN;
        }
    }

    private final Settings settings;
    private @Nullable PrometheusPage page;
    private volatile boolean followed;
    private volatile @Nullable OtlpPush push;

    public MeterExports(Settings settings) {
        this.settings = settings;
    }

    /** What cannot be started is said, and the rest is. */
    public void start() {
        if (settings.served) prometheus();
        if (settings.otlp == null) return;
        try {
            push(settings.otlp);
        } catch (NoClassDefFoundError e) {
            settings.say.accept(OTLP + " is off: a class is missing in this JVM (" + e.getMessage()
                    + "); where it is of the JDK, start with --add-modules " + MODULE);
        } catch (RuntimeException | LinkageError e) {
            settings.say.accept(OTLP + " is off: " + e.getMessage());
        }
    }

    private void push(OtlpSettings otlp) {
        MicrometerLog.to(settings.say);
        OtlpPush started = new OtlpPush(otlp, settings.tags, settings.set(), settings.threads);
        push = started;
        settings.say.accept("metrics are pushed to " + started.url());
    }

    private synchronized PrometheusPage prometheus() {
        if (page == null) {
            MicrometerLog.to(settings.say);
            boolean isBoardUp = MeterBoard.turn() != 0;
            page = new PrometheusPage(settings.tags, settings.set());
            if (isBoardUp) followed = true;
        }
        return page;
    }

    @Override
    public byte[] page(String type) throws IOException {
        PrometheusPage asked = prometheus();
        awaitBoard();
        return asked.page(type);
    }

    private void awaitBoard() {
        try {
            for (long waited = 0; !followed && waited < PATIENCE_MILLIS; waited += LOOK_MILLIS)
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String typeFor(String accept) {
        return PrometheusPage.typeFor(List.of(accept));
    }

    /** There is a new board, and the meters follow it. */
    public void turned() {
        PrometheusPage shown = shown();
        if (shown != null) shown.turned();
        followed = true;
    }

    private synchronized @Nullable PrometheusPage shown() {
        return page;
    }

    /** At exit. */
    public void stop() {
        OtlpPush pushing = push;
        if (pushing != null) pushing.stop();
        PrometheusPage shown = shown();
        if (shown != null) shown.stop();
    }
}
