package io.tcpclose.benchmarks;

import java.util.List;

/** Ten thousand connections: what the agent's thread pays for a probe pass, and what a report costs. */
final class EngineSection {
    private static final double PASS_BUDGET = 20;
    private static final double REPORT_BUDGET = 1000;
    private static final int PASSES = 3;
    private static final String[] NAMES = {
        "probe pass, first of the JVM",
        "probe pass, resolving stacks of new connections",
        "probe pass, later",
        "JSON report, first",
        "JSON report, later",
        "text report, first",
        "text report, later"
    };

    private final Settings settings;

    EngineSection(Settings settings) {
        this.settings = settings;
    }

    void run() throws Exception {
        Table table = new Table("10,000 connections, milliseconds of CPU", List.of("what", "JDK", "cost", "budget"));
        for (Jdk jdk : settings.jdks()) rows(table, jdk);
    }

    private void rows(Table table, Jdk jdk) throws Exception {
        Spread[] spreads = new Spread[NAMES.length];
        for (int i = 0; i < settings.times(2, 5); i++) add(spreads, jdk);
        for (int n = 0; n < NAMES.length; n++) {
            double budget = n < PASSES ? PASS_BUDGET : REPORT_BUDGET;
            String met = Table.budget(spreads[n].median() <= budget);
            table.row(NAMES[n], jdk.version(), spreads[n].text("%.1f"), (int) budget + " ms: " + met);
        }
    }

    private static void add(Spread[] spreads, Jdk jdk) throws Exception {
        String[] numbers =
                new Fork(jdk, HookSection.OPEN_JDK).run(EngineMain.class).split(" ");
        for (int n = 0; n < NAMES.length; n++) {
            if (spreads[n] == null) spreads[n] = new Spread();
            spreads[n].add(Double.parseDouble(numbers[n]));
        }
    }
}
