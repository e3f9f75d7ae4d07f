package io.tcpclose.agent;

import io.tcpclose.agent.options.Durations;
import io.tcpclose.agent.options.HttpAddress;
import io.tcpclose.agent.options.Options;
import io.tcpclose.agent.options.TextFile;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.http.AgentPages;
import io.tcpclose.export.http.Commands;
import io.tcpclose.export.http.Doors;
import io.tcpclose.export.meters.ApplicationMeters;
import io.tcpclose.export.meters.MeterExports;
import io.tcpclose.export.meters.OtlpSettings;
import io.tcpclose.instrument.RegistryHook;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the options say of meters, made into the thread that exports them. */
final class ExportStart {
    /** For the agent's own tests. */
    private static final String CHECK = "tcpclose.test.micrometer-check";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String APPLICATION = "application";

    private final Options options;
    private final Instrumentation instrumentation;
    private final OwnThreads threads;
    private final RegistryHook hook;
    private @Nullable ClassObserver observer;
    private boolean pushes;

    ExportStart(Options options, Instrumentation instrumentation, OwnThreads threads) {
        this.options = options;
        this.instrumentation = instrumentation;
        this.threads = threads;
        this.hook = new RegistryHook(instrumentation);
    }

    /** Also where no option asks for meters: the application may bind them itself. @param attached what it has loaded is looked for */
    ExportThread thread(Supplier<Report> reports, Commands commands, String version, boolean attached) {
        Supplier<InetSocketAddress> http = http();
        MeterExports exports = new MeterExports(settings(http != null));
        Doors.Settings ways =
                new Doors.Settings(http, token(), options.control(), JvmFacts.pid(), threads, version, Say::line);
        Doors doors = new Doors(ways, new AgentPages(reports, exports), commands);
        ApplicationMeters applications = options.micrometer() ? applications() : null;
        ExportThread thread = new ExportThread(exports, doors, applications, threads);
        if (applications != null) thread.learnsFrom(observer(thread, attached));
        return thread;
    }

    /** The agent leaves: nothing of it watches classes any more, and the application's registry is as it was. */
    void end() {
        if (observer != null) instrumentation.removeTransformer(observer);
        hook.uninstall();
    }

    /** Whether metrics go to an OTLP endpoint. */
    boolean pushes() {
        return pushes;
    }

    private ClassObserver observer(ExportThread thread, boolean attached) {
        ClassObserver observer = new ClassObserver(ApplicationMeters.triggers(), thread::wake);
        this.observer = observer;
        // One that may retransform is in the weaver's list: the JVM copies the bytes of each class once, not twice.
        instrumentation.addTransformer(observer, true);
        if (attached) observer.scan(instrumentation);
        return observer;
    }

    private ApplicationMeters applications() {
        boolean all = options.metersSet() && options.meters().equals("all");
        return new ApplicationMeters(all ? "ALL" : "BASIC", patience().toNanos(), hook::weave, Say::line);
    }

    private static Duration patience() {
        String set = System.getProperty(CHECK);
        Duration parsed = set == null ? null : Durations.parse(set);
        return parsed == null ? PATIENCE : parsed;
    }

    private MeterExports.Settings settings(boolean served) {
        Map<String, String> tags = tags();
        Map<String, String> attributes = Map.of(
                "service.name",
                tags.getOrDefault(APPLICATION, "unknown"),
                "service.instance.id",
                JvmFacts.host() + ":" + JvmFacts.pid());
        OtlpSettings otlp = new OtlpStart(options, System.getenv()).settings(attributes);
        pushes = otlp != null;
        return new MeterExports.Settings(served, otlp, tags, options.meters().equals("basic"), threads, Say::line);
    }

    private @Nullable Supplier<InetSocketAddress> http() {
        if (!options.listens()) return null;
        if (options.httpTokenFile() != null && token() == null) {
            Say.line("http is off: without the token of http.token-file=" + options.httpTokenFile()
                    + " anybody could read what it shall protect");
            return null;
        }
        return () -> {
            HttpAddress address = Objects.requireNonNull(options.http());
            return new InetSocketAddress(address.host(), address.port());
        };
    }

    /** The first line of the file; null where there is none. */
    private @Nullable String token() {
        String path = options.httpTokenFile();
        if (path == null) return null;
        try {
            String token = TextFile.read(path).strip();
            return token.isEmpty() || token.indexOf('\n') >= 0 ? null : token;
        } catch (IOException e) {
            return null;
        }
    }

    /** {@code application} as the user says, else as OpenTelemetry knows it, else the main jar or class. */
    private Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>(options.tags());
        String service = System.getenv("OTEL_SERVICE_NAME");
        tags.putIfAbsent(APPLICATION, service == null || service.isBlank() ? JvmFacts.mainName() : service);
        return tags;
    }
}
