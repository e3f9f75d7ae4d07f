package io.tcpclose.benchmarks;

import io.tcpclose.benchmarks.load.CpuClock;
import io.tcpclose.benchmarks.load.Watched;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.core.meter.Meters;
import io.tcpclose.export.JsonReportWriter;
import io.tcpclose.export.ReportWriter;
import io.tcpclose.export.TextReportWriter;
import io.tcpclose.export.meters.PrometheusPage;
import io.tcpclose.micrometer.MeterSet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A forked JVM with ten thousand connections to a {@link Peer}: what the agent's thread pays for a probe pass, and what a report
 * and a reading of the kernel's tables cost. Prints names and milliseconds of CPU, {@code name=value} by semicolon.
 */
public final class EngineMain {
    static final String FIRST_PASS = "first";
    static final String WATCHING_PASS = "watching";
    static final String FIN_PASS = "fins";
    static final String LATER_PASS = "later";
    static final String WORST_PASS = "worst";
    static final String WATCHER_THREAD = "watcher";
    static final String WATCHED = "watched";
    static final String ROWS = "rows";
    static final String BOARD = "board";
    static final String SCRAPE = "scrape";
    /** After the first of the JVM. */
    static final String LATER = " later";

    /** Passes in which the stacks of new connections are resolved. */
    private static final int RESOLVING = 10;

    private static final int PASSES = 100;
    private static final int REPEATED = 15;
    private static final int COUNT = Scenario.CONNECTIONS;

    private final Scenario scenario;
    private final ProbedEngine engine = new ProbedEngine(COUNT + 1);
    private final RealConnections connections;
    private final Map<String, Double> costs = new LinkedHashMap<>();

    private EngineMain(int port, Scenario scenario) throws Exception {
        this.scenario = scenario;
        this.connections = new RealConnections(port);
        engine.watch(new RealConnections(port));
        connections.open(COUNT, scenario == Scenario.NEVER_READ);
    }

    /** Arguments: the peer's port, the scenario. */
    public static void main(String[] args) throws Exception {
        EngineMain main = new EngineMain(Integer.parseInt(args[0]), Scenario.valueOf(args[1]));
        main.passes();
        main.repeated("json", () -> main.report(new JsonReportWriter()));
        main.repeated("text", () -> main.report(TextReportWriter.forConsole(ZoneOffset.UTC)));
        main.meters();
        main.tables();
        main.print();
    }

    private void print() {
        StringBuilder line = new StringBuilder();
        costs.forEach((name, cost) -> line.append(name).append('=').append(cost).append(';'));
        System.out.println(line);
    }

    private void passes() throws Exception {
        if (scenario != Scenario.NEVER_READ) for (int i = 0; i < COUNT; i++) connections.use(i, scenario.hasEof(i));
        costs.put(FIRST_PASS, pass());
        costs.put(WATCHING_PASS, pass());
        for (int i = 2; i < RESOLVING; i++) pass();
        costs.put(WATCHED, (double) Watched.count());
        if (scenario.fins() > 0) fins();
        later();
    }

    private void later() throws Exception {
        Spread later = new Spread();
        for (int i = 0; i < PASSES; i++) later.add(pass());
        costs.put(LATER_PASS, later.median());
        costs.put(WORST_PASS, later.highest());
    }

    /** They arrive between two passes. */
    private void fins() throws Exception {
        long before = CpuClock.nanos("tcpclose-fin");
        for (int i = 0; i < scenario.fins(); i++) connections.askForFin(i);
        connections.awaitFins(scenario.fins());
        costs.put(FIN_PASS, pass());
        costs.put(WATCHER_THREAD, (CpuClock.nanos("tcpclose-fin") - before) / 1e6);
    }

    private double pass() throws Exception {
        for (int i = 0; i < COUNT; i++) if (scenario.moves(i)) connections.use(i, false);
        return cpu(engine::pass);
    }

    private void report(ReportWriter writer) throws Exception {
        engine.report(writer);
    }

    private void meters() throws Exception {
        Meters board = engine.meters();
        PrometheusPage page = new PrometheusPage(Map.of("application", "benchmark"), MeterSet.OWN);
        repeated(BOARD, () -> board.publish(System.nanoTime()));
        if (MeterBoard.tell() != null) throw new IllegalStateException("no meters");
        repeated(SCRAPE, () -> scrape(page));
    }

    private static void scrape(PrometheusPage page) throws IOException {
        page.turned();
        if (page.page(PrometheusPage.TEXT).length < 10_000) throw new IllegalStateException("no meters");
    }

    /** Rows of the whole network namespace. */
    private void tables() throws Exception {
        int[] rows = {0};
        repeated("proc", () -> rows[0] = ProbedEngine.tables().scan(row -> {}).rows());
        costs.put(ROWS, (double) rows[0]);
    }

    private void repeated(String name, Work work) throws Exception {
        costs.put(name, cpu(work));
        Spread later = new Spread();
        for (int i = 0; i < REPEATED; i++) later.add(cpu(work));
        costs.put(name + LATER, later.median());
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double cpu(Work work) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }
}
