package io.tcpclose.benchmarks;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ForcedOff;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.kernel.FinWatcher;
import io.tcpclose.core.kernel.KernelCounters;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.ProcNetTcp;
import io.tcpclose.core.kernel.SocketProbe;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.ledger.FindingListener;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.meter.Meters;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.probe.KernelWatch;
import io.tcpclose.core.report.Report;
import io.tcpclose.core.report.ReportBuilder;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.site.Sites;
import io.tcpclose.export.ReportWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The engine without an agent around it, with all the questions to the kernel that are not forced off. */
final class ProbedEngine {
    private static final Path NET = Path.of("/proc/self/net");
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private final EventInbox inbox = new EventInbox();
    private final KernelWatch kernel;
    private final Engine engine;
    private long now = System.nanoTime();
    private long millis = System.currentTimeMillis();

    /** @param most connections that it has room for */
    ProbedEngine(int most) {
        Ledger ledger = new Ledger(new Sites(48), Filters.NONE, RuleSettings.DEFAULT, FindingListener.NONE);
        kernel = new KernelWatch(new SocketProbe(), ledger, INTERVAL_NANOS, now);
        engine = new Engine(inbox, ledger, kernel, now, false);
        EventInbox.preload();
        Tracing.start(inbox, 2, most, false);
        readProc();
    }

    private void readProc() {
        if (ForcedOff.contains("proc-net")) return;
        kernel.willRead();
        kernel.reading(tables(), new KernelCounters(NET));
        kernel.reading(new ProcFd(Path.of("/proc")));
    }

    static ProcNetTcp tables() {
        return new ProcNetTcp(NET, 200_000);
    }

    /** As the agent's thread does after its first pass: the FIN of a connection of its own decides. */
    void watch(RealConnections own) throws Exception {
        FinWatcher watcher = new FinWatcher();
        if (!watcher.start()) return;
        Tracing.agentThread(Thread.currentThread());
        own.open(1, false);
        Tracing.agentThread(new Thread());
        Connection trial = Tracing.lastOwn();
        if (trial == null || !watcher.trial(trial, () -> ask(own))) throw new IllegalStateException(watcher.missing());
        kernel.watchedBy(watcher);
    }

    private static void ask(RealConnections own) {
        try {
            own.askForFin(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An interval goes by. */
    void pass() {
        now += INTERVAL_NANOS;
        millis += INTERVAL_NANOS / 1_000_000;
        engine.pass(now, millis);
    }

    Meters meters() {
        return new Meters(engine, Map::of, "1.0.0", 10);
    }

    void report(ReportWriter writer) throws IOException {
        Report.Agent agent =
                new Report.Agent("1.0.0", Map.of(), new Report.HookPoints(0, 0, List.of()), Map.of(), 0, List.of());
        Report.Jvm jvm = new Report.Jvm(1, "host", "Main", "17", Instant.EPOCH);
        Report report = new ReportBuilder(engine).build(agent, jvm, now, Instant.ofEpochMilli(millis));
        writer.write(report, OutputStream.nullOutputStream());
    }
}
