package io.tcpclose.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ten thousand real connections: what the agent's thread pays for a probe pass by what it may ask the kernel, what a report
 * costs, and what the kernel's tables do.
 */
final class EngineSection {
    private static final double PASS_BUDGET = 20;
    private static final double REPORT_BUDGET = 1000;
    private static final double ROWS_BUDGET = 50;
    private static final double SCRAPE_BUDGET = 50;
    private static final int ROWS = 10_000;
    private static final String MILLIS = "%.1f";

    private record Case(Scenario scenario, Evidence evidence) {
        String label() {
            return scenario.label() + "; " + evidence.label();
        }
    }

    private static final Case MIXED = new Case(Scenario.MIXED, Evidence.ALL);
    private static final List<Case> CASES = List.of(
            new Case(Scenario.MIXED, Evidence.NONE),
            MIXED,
            new Case(Scenario.IDLE, Evidence.NONE),
            new Case(Scenario.IDLE, Evidence.POLL),
            new Case(Scenario.IDLE, Evidence.WATCHER),
            new Case(Scenario.IDLE, Evidence.ALL),
            new Case(Scenario.FINS, Evidence.POLL),
            new Case(Scenario.FINS, Evidence.WATCHER),
            new Case(Scenario.NEVER_READ, Evidence.WATCHER));

    private final Settings settings;
    private final Map<String, Numbers> measured = new TreeMap<>();

    EngineSection(Settings settings) {
        this.settings = settings;
    }

    void run() throws Exception {
        for (int i = 0; i < settings.times(1, 2); i++) measure();
        passes();
        reports();
        meters();
        tables();
    }

    /** All cases in turn, so that a drift of the machine hits them alike. */
    private void measure() throws Exception {
        for (Jdk jdk : settings.jdks()) {
            try (Peer peer = new Peer(jdk)) {
                for (Case one : CASES) measure(one, jdk, peer);
            }
        }
    }

    private void measure(Case one, Jdk jdk, Peer peer) throws Exception {
        Fork fork = new Fork(jdk, HookSection.OPEN_JDK).with(one.evidence.option());
        of(one, jdk).add(fork.run(EngineMain.class, peer.port(), one.scenario.name()));
    }

    private Numbers of(Case one, Jdk jdk) throws Exception {
        return measured.computeIfAbsent(jdk.version() + one.label(), name -> new Numbers());
    }

    private void passes() throws Exception {
        Table table = new Table(
                "Probe pass over 10,000 connections, milliseconds of CPU",
                List.of(
                        "connections; evidence",
                        "JDK",
                        "watched",
                        "first of the JVM",
                        "second: watches the idle",
                        "takes in 1,000 FINs",
                        "- the watcher's thread",
                        "later",
                        "worst later",
                        "budget 20 ms (later)"));
        for (Case one : CASES) for (Jdk jdk : settings.jdks()) passes(table, one, jdk);
    }

    private void passes(Table table, Case one, Jdk jdk) throws Exception {
        Numbers costs = of(one, jdk);
        boolean met = costs.median(EngineMain.LATER_PASS) <= PASS_BUDGET;
        table.row(
                one.label(),
                jdk.version(),
                String.format("%.0f", costs.median(EngineMain.WATCHED)),
                costs.text(EngineMain.FIRST_PASS, MILLIS),
                costs.text(EngineMain.WATCHING_PASS, MILLIS),
                costs.text(EngineMain.FIN_PASS, MILLIS),
                costs.text(EngineMain.WATCHER_THREAD, MILLIS),
                costs.text(EngineMain.LATER_PASS, MILLIS),
                costs.text(EngineMain.WORST_PASS, MILLIS),
                Table.budget(met));
    }

    private void reports() throws Exception {
        Table table = new Table(
                "Report of 10,000 connections, milliseconds of CPU",
                List.of("report; evidence", "JDK", "first of the JVM", "later", "budget 1 s (first)"));
        for (Jdk jdk : settings.jdks()) {
            for (String format : List.of("json", "text")) {
                for (Case one : CASES) if (one.scenario == Scenario.MIXED) report(table, format, one, jdk);
            }
        }
    }

    private void report(Table table, String format, Case one, Jdk jdk) throws Exception {
        Numbers costs = of(one, jdk);
        table.row(
                format + "; " + one.evidence.label(),
                jdk.version(),
                costs.text(format, MILLIS),
                costs.text(format + EngineMain.LATER, MILLIS),
                Table.budget(costs.median(format) <= REPORT_BUDGET));
    }

    private void meters() throws Exception {
        Table table = new Table(
                "Meters with 10,000 open connections, milliseconds of CPU",
                List.of("what", "JDK", "first of the JVM", "later", "budget 50 ms (later)"));
        for (Jdk jdk : settings.jdks()) {
            for (String what : List.of(EngineMain.BOARD, EngineMain.SCRAPE)) {
                Numbers costs = of(MIXED, jdk);
                double later = costs.median(what + EngineMain.LATER);
                table.row(
                        what,
                        jdk.version(),
                        costs.text(what, MILLIS),
                        costs.text(what + EngineMain.LATER, MILLIS),
                        Table.budget(later <= SCRAPE_BUDGET));
            }
        }
    }

    private void tables() throws Exception {
        Table table = new Table(
                "Reading /proc/self/net/tcp and tcp6, milliseconds of CPU for 10,000 rows",
                List.of("JDK", "rows there", "first of the JVM", "later", "budget 50 ms"));
        for (Jdk jdk : settings.jdks()) {
            Numbers costs = of(MIXED, jdk);
            double rows = costs.median(EngineMain.ROWS);
            double later = costs.median("proc" + EngineMain.LATER) * ROWS / rows;
            table.row(
                    jdk.version(),
                    String.format("%.0f", rows),
                    String.format("%.1f", costs.median("proc") * ROWS / rows),
                    String.format("%.1f", later),
                    Table.budget(later <= ROWS_BUDGET));
        }
    }
}
