package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.agent.options.RuleDefault;
import io.tcpclose.agent.options.TextFile;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.filter.Parsed;
import io.tcpclose.core.filter.Suppressions;
import io.tcpclose.core.kernel.LocalZone;
import io.tcpclose.core.kernel.SocketProbe;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.ledger.FindingListener;
import io.tcpclose.core.ledger.GuardedListener;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.ledger.OwnErrors;
import io.tcpclose.core.meter.Meters;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.probe.KernelWatch;
import io.tcpclose.core.report.Report;
import io.tcpclose.core.report.ReportBuilder;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.site.Sites;
import io.tcpclose.export.http.Commands;
import io.tcpclose.instrument.Instrumenter;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of a running agent, put together. */
final class Agent {
    /** For the agent's own tests: closed connections stay in the report. */
    private static final String KEEP_CLOSED = "tcpclose.test.keep-closed";

    private final Sites sites;
    private volatile Options options;
    private final Instrumenter instrumenter;
    private final Departure departure;
    private final Loaded loaded;
    private final Duration interval;
    private final Engine engine;
    private final JvmFacts jvm;
    private final KernelStart kernel;
    private final Health health;
    private volatile LogOutput output;
    private final FindingLog log;
    private final CatchUp catchUp = new CatchUp();
    private final @Nullable JfrOutlet jfr;

    Agent(Options options, Loaded loaded, Instrumenter instrumenter, Departure departure) {
        this.options = options;
        this.instrumenter = instrumenter;
        this.departure = departure;
        this.loaded = loaded;
        this.jvm = new JvmFacts(loaded.attached());
        this.sites = new Sites(options.stackDepth());
        this.output = LogOutput.of(options);
        this.log = FindingLog.of(options, output);
        this.jfr = jfr(options, loaded.instrumentation());
        OwnErrors errors = departure.threads().errors();
        FindingListener told = jfr == null ? new GuardedListener(errors, log) : new GuardedListener(errors, log, jfr);
        Ledger ledger = new Ledger(sites, filters(), rules(options), told);
        if (jfr != null) ledger.endsTo(jfr);
        long now = System.nanoTime();
        this.interval = Observation.of(options).interval();
        KernelWatch watch = new KernelWatch(new SocketProbe(), ledger, interval.toNanos(), now);
        watch.timedBy(System::nanoTime);
        this.engine = new Engine(new EventInbox(), ledger, watch, errors, now, Boolean.getBoolean(KEEP_CLOSED));
        engine.unwritten(() -> Say.leftOut() + output.leftOut());
        this.kernel = new KernelStart(watch, loaded.attached());
        this.health = new Health(instrumenter, engine, kernel);
    }

    private static RuleSettings rules(Options options) {
        return new RuleSettings(
                options.ruleSeverity(),
                options.ruleAfter(),
                Observation.of(options).older());
    }

    private @Nullable JfrOutlet jfr(Options options, Instrumentation instrumentation) {
        if (!options.jfr()) return null;
        if (JfrOutlet.isPossible()) return new JfrOutlet(instrumentation, options.redactAddresses(), catchUp);
        if (options.jfrSet()) Say.line("jfr is off: this JVM has no module jdk.jfr");
        return null;
    }

    private Filters filters() {
        return new Filters(options.include(), options.exclude(), options.expectHalfClose(), suppressions());
    }

    private Suppressions suppressions() {
        String path = options.suppressions();
        if (path == null) return Suppressions.NONE;
        try {
            Parsed<Suppressions> parsed = Suppressions.parse(TextFile.read(path), RuleCatalog.ids());
            parsed.errors().forEach(error -> Say.line(path + ": " + error));
            parsed.value().newlyExpired(LocalDate.now(LocalZone.get())).forEach(line -> Say.line(path + ": " + line));
            return parsed.value();
        } catch (IOException e) {
            Say.line("suppressions=" + path + " cannot be read, none is in force: " + e.getMessage());
            return Suppressions.NONE;
        }
    }

    void start() {
        Reporter reporter = new Reporter(options, this::report, jvm::get);
        OwnThreads threads = departure.threads();
        ExportStart exporting = new ExportStart(options, loaded.instrumentation(), threads);
        departure.undoneBy("observer", exporting::end);
        ExportThread exports = exporting.thread(reporter::report, commands(), loaded.version(), loaded.attached());
        departure.undoneBy("meters", MeterBoard::end);
        Meters meters = new Meters(engine, health::capabilities, loaded.version(), options.metricsSites());
        Libraries libraries = new Libraries(loaded.instrumentation(), threads, catchUp::wake, jfr);
        departure.undoneBy("libraries", libraries::stop);
        libraries.watch();
        Dump dump = new Dump(options, reporter::report);
        Outlets outlets = new Outlets(engine, log, () -> output, dump, libraries);
        departure.undoneBy("outlets", outlets::stop);
        AgentThread thread = new AgentThread(
                engine,
                threads,
                reporter,
                health,
                kernel,
                meters,
                outlets,
                catchUp,
                exports::wake,
                interval,
                loaded.attached());
        Tracing.ownThreads(threads.group());
        departure.undoneBy("table", Tracing::stop);
        Tracing.start(engine.inbox(), stacks(options.stacks()), options.maxConnections(), loaded.attached());
        departure.undoneBy("exports", exports::end);
        departure.undoneBy("watcher", kernel::end);
        departure.undoneBy("thread", thread::end);
        thread.start();
        departure.undoneBy("exit", ExitHook::forget);
        ExitHook.register(atExit(reporter, meters, outlets, exports));
        exports.start();
        Say.start(health.startLine(loaded.version(), options, loaded.jar()));
        if (Health.plainSocketImpl()) Say.line(Health.PLAIN);
        reporter.firstLook();
        dump.firstLook(jvm::get);
        instrumenter.failures().forEach(failure -> Say.line("not woven: " + failure));
        // Nothing is to be undone: it ends by itself.
        departure.undoneBy("jar", () -> {});
        threads.named(() -> OwnJar.hold(options.listens(), exporting.pushes()), "tcpclose-jar")
                .start();
    }

    private Commands commands() {
        return new Commands() {
            @Override
            public String set(Map<String, String> changes) {
                return change(changes);
            }

            @Override
            public void detach() {
                departure.begin();
            }
        };
    }

    /** All or nothing: the options are read before the first is put in force. */
    private synchronized String change(Map<String, String> changes) {
        Options before = options;
        List<RuleDefault> rules = AgentStart.ruleDefaults();
        Options after = before.with(changes, rules);
        options = after;
        LogOutput old = output;
        if (!after.log().equals(before.log())) output = LogOutput.of(after);
        engine.read(() -> {
            engine.ledger().settings(rules(after));
            sites.depth(after.stackDepth());
            log.to(after, output);
            return after;
        });
        if (output != old) {
            output.open();
            old.close();
        }
        Tracing.stacks(stacks(after.stacks()));
        return changes.keySet().stream()
                .map(name -> name + "=" + after.shown(name, rules) + " (was " + before.shown(name, rules) + ")")
                .collect(Collectors.joining("\n"));
    }

    /** What is done at exit, after the application's own hooks. */
    private LastThings atExit(Reporter reporter, Meters meters, Outlets outlets, ExportThread exports) {
        return new LastThings(
                () -> {
                    engine.end(System.nanoTime(), System.currentTimeMillis());
                    outlets.end();
                    if (MeterBoard.isWanted()) meters.publish(System.nanoTime());
                },
                reporter::exit,
                () -> {
                    exports.stop();
                    outlets.endDumps();
                },
                millis -> output.flush(millis));
    }

    private static int stacks(String option) {
        return option.equals("off") ? 0 : option.equals("open") ? 1 : 2;
    }

    Report report() {
        Report.Agent agent = new Report.Agent(
                loaded.version(),
                options.effective(),
                health.hookPoints(),
                health.capabilities(),
                health.hookErrors(),
                health.notes(),
                health.lastPass());
        return new ReportBuilder(engine).build(agent, jvm.get(), System.nanoTime(), Instant.now());
    }
}
