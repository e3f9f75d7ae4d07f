package io.tcpclose.benchmarks;

import io.tcpclose.bootstrap.SocketHooks;
import io.tcpclose.core.kernel.SocketProbe;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.ledger.FindingListener;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.KernelWatch;
import io.tcpclose.core.report.Report;
import io.tcpclose.core.report.ReportBuilder;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.site.Sites;
import io.tcpclose.export.JsonReportWriter;
import io.tcpclose.export.ReportWriter;
import io.tcpclose.export.TextReportWriter;
import java.io.FileDescriptor;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A forked JVM with ten thousand connections, every tenth of which has read end-of-file and is not closed. Prints milliseconds:
 * CPU of a probe pass (the first one, cold; the median while stacks are resolved; the median later), CPU of a JSON and a text report (the
 * first one, cold, and the median of the later ones).
 */
public final class EngineMain {
    private static final int CONNECTIONS = 10_000;
    /** Passes in which the stacks of new connections are resolved. */
    private static final int RESOLVING = 10;

    private static final int PASSES = 100;
    private static final int REPORTS = 15;
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private final Engine engine;
    private long now = System.nanoTime();
    private long millis = System.currentTimeMillis();

    private EngineMain() {
        Sites sites = new Sites(48);
        Ledger ledger = new Ledger(sites, Filters.NONE, RuleSettings.DEFAULT, FindingListener.NONE);
        KernelWatch kernel = new KernelWatch(new SocketProbe(), ledger, INTERVAL_NANOS, now);
        engine = new Engine(Connections.inbox(), ledger, kernel, now, false);
    }

    public static void main(String[] args) throws Exception {
        FileDescriptor[] descriptors = Connections.open(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) use(descriptors[i], i % 10 == 0);
        EngineMain main = new EngineMain();
        double[] passes = main.passes(descriptors);
        double[] json = main.reports(new JsonReportWriter());
        double[] text = main.reports(TextReportWriter.forConsole(ZoneOffset.UTC));
        System.out.printf(
                Locale.ROOT,
                "%f %f %f %f %f %f %f%n",
                passes[0],
                passes[1],
                passes[2],
                json[0],
                json[1],
                text[0],
                text[1]);
    }

    private static void use(FileDescriptor descriptor, boolean eof) {
        SocketHooks.writeExit(SocketHooks.writeEnter(descriptor), 64, null);
        SocketHooks.readExit(SocketHooks.readEnter(descriptor), eof ? -1 : 64, null);
    }

    /** Between two passes every other connection moves. */
    private double[] passes(FileDescriptor[] descriptors) {
        double first = pass(descriptors);
        Spread resolving = new Spread();
        for (int i = 1; i < RESOLVING; i++) resolving.add(pass(descriptors));
        Spread later = new Spread();
        for (int i = 0; i < PASSES; i++) later.add(pass(descriptors));
        return new double[] {first, resolving.median(), later.median()};
    }

    private double pass(FileDescriptor[] descriptors) {
        for (int c = 1; c < CONNECTIONS; c += 2) use(descriptors[c], false);
        now += INTERVAL_NANOS;
        millis += INTERVAL_NANOS / 1_000_000;
        return cpu(() -> engine.pass(now, millis));
    }

    private double[] reports(ReportWriter writer) {
        double first = cpu(() -> report(writer));
        Spread later = new Spread();
        for (int i = 0; i < REPORTS; i++) later.add(cpu(() -> report(writer)));
        return new double[] {first, later.median()};
    }

    private void report(ReportWriter writer) throws Exception {
        Report.Agent agent =
                new Report.Agent("1.0.0", Map.of(), new Report.HookPoints(0, 0, List.of()), Map.of(), 0, List.of());
        Report.Jvm jvm = new Report.Jvm(1, "host", "Main", "17", Instant.EPOCH);
        Report report = new ReportBuilder(engine).build(agent, jvm, now, Instant.ofEpochMilli(millis));
        writer.write(report, OutputStream.nullOutputStream());
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double cpu(Work work) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        try {
            work.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }
}
