package io.tcpclose.benchmarks;

import io.tcpclose.bootstrap.CloseHooks;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelCounters;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.ProcNetTcp;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.ledger.FindingListener;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.probe.KernelWatch;
import io.tcpclose.core.report.Report;
import io.tcpclose.core.report.ReportBuilder;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.site.Sites;
import io.tcpclose.export.JsonReportWriter;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A forked JVM with as many simulated connections as are asked for, as many sockets without a life line beside them,
 * and many closed ones that another process holds. Prints names and milliseconds of CPU, {@code name=value} by
 * semicolon.
 */
public final class ScaleMain {
    static final String FIRST = "first";
    static final String LATER = "later";
    static final String REFRESH = "refresh";
    static final String REPORT = "report";
    static final String WITHHELD = "withheld";
    static final String END = "end";

    /** What is looked at of each: see {@code Untracked} and {@code Aftermath}. */
    private static final int MAX_UNTRACKED = 16_384;

    private static final int MAX_FOLLOWED = 4_096;

    private static final long INTERVAL_NANOS = 5_000_000_000L;
    private static final int PASSES = 15;
    private static final int OTHERS = 100;
    private static final int LOCAL = 10 << 24;
    private static final int FIRST_NUMBER = 4096;

    /** Idle, and nothing unread. */
    private static final Kernel QUIET = new Kernel() {
        @Override
        public int ready(Connection connection) {
            return 0;
        }

        @Override
        public int info(Connection connection) {
            return KernelCalls.ESTABLISHED;
        }

        @Override
        public int unread(Connection connection) {
            return 0;
        }
    };

    private final int count;
    private final SimulatedProc proc;
    private final EventInbox inbox = new EventInbox();
    private final Engine engine;
    private final StringBuilder costs = new StringBuilder();
    private long now = System.nanoTime();
    private long millis = System.currentTimeMillis();

    private ScaleMain(int count, Path folder) throws IOException {
        this.count = count;
        this.proc = new SimulatedProc(folder);
        Ledger ledger = new Ledger(new Sites(48), Filters.NONE, RuleSettings.DEFAULT, FindingListener.NONE);
        KernelWatch kernel = new KernelWatch(QUIET, ledger, INTERVAL_NANOS, now);
        this.engine = new Engine(inbox, ledger, kernel, now, false);
        kernel.willRead();
        kernel.timedBy(System::nanoTime);
        kernel.reading(new ProcNetTcp(folder, 200_000), new KernelCounters(folder));
        kernel.reading(new ProcFd(folder));
    }

    /** Arguments: how many connections, an empty folder. */
    public static void main(String[] args) throws Exception {
        new ScaleMain(Integer.parseInt(args[0]), Path.of(args[1])).run();
    }

    private void run() throws Exception {
        FileDescriptor[] descriptors = Connections.open(count, inbox);
        rows();
        measure(FIRST, this::pass);
        Spread later = new Spread();
        for (int i = 0; i < PASSES; i++) later.add(cpu(this::pass));
        add(LATER, later.median());
        now += 60 * INTERVAL_NANOS;
        measure(REFRESH, () -> engine.refresh(now, millis));
        measure(REPORT, this::report);
        withheld(descriptors);
        measure(END, () -> engine.end(now, millis));
        System.out.println(costs);
    }

    /** The highest: the pass in which holders are looked for. */
    private void withheld(FileDescriptor[] descriptors) throws Exception {
        for (int i = 0; i < Math.min(count, MAX_FOLLOWED); i++) CloseHooks.release(descriptors[i]);
        Spread passes = new Spread();
        for (int i = 0; i < PASSES; i++) passes.add(cpu(this::pass));
        add(WITHHELD, passes.highest());
    }

    private void rows() throws IOException {
        for (int i = 0; i < count; i++) {
            int local = LOCAL + i / Connections.LOCAL_PORTS;
            int port = Connections.FIRST_PORT + i % Connections.LOCAL_PORTS;
            proc.row(local, port, LOCAL + i % Connections.PORTS, 5000 + i % Connections.PORTS, 1_000_000 + i);
            if (i >= MAX_FOLLOWED) proc.own(FIRST_NUMBER + i, 1_000_000 + i);
            else proc.held(2_000_000 + i % OTHERS, i, 1_000_000 + i);
        }
        for (int i = 0; i < Math.min(count, MAX_UNTRACKED); i++) {
            proc.row(LOCAL + 1, Connections.FIRST_PORT + i, LOCAL + 2, 443, 2_000_000 + i);
            proc.own(FIRST_NUMBER + count + i, 2_000_000 + i);
        }
        proc.write();
    }

    private void pass() {
        now += INTERVAL_NANOS;
        millis += INTERVAL_NANOS / 1_000_000;
        engine.pass(now, millis);
    }

    private void report() throws IOException {
        Report.Agent agent =
                new Report.Agent("1.0.0", Map.of(), new Report.HookPoints(0, 0, List.of()), Map.of(), 0, List.of());
        Report.Jvm jvm = new Report.Jvm(1, "host", "Main", "17", Instant.EPOCH);
        Report report = new ReportBuilder(engine).build(agent, jvm, now, Instant.ofEpochMilli(millis));
        new JsonReportWriter().write(report, OutputStream.nullOutputStream());
    }

    private interface Work {
        void run() throws Exception;
    }

    private void measure(String name, Work work) throws Exception {
        add(name, cpu(work));
    }

    private void add(String name, double cost) {
        costs.append(name).append('=').append(cost).append(';');
    }

    private static double cpu(Work work) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }
}
