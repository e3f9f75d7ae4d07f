package io.tcpclose.benchmarks;

import java.util.List;

/**
 * 64-byte messages: CPU of a round trip with the agent against without, in two ways. Whole JVMs in alternating pairs tell the
 * truth but differ among themselves by some percent; hooks switched on and off within one JVM tell tenths of a percent.
 */
final class EchoSection {
    private static final double BUDGET_PERCENT = 1;
    /** Neighbouring windows of some ten milliseconds: longer ones see the machine drift. */
    private static final String SWITCH_MILLIS = "60";

    private static final String BATCH = "640";
    private static final String OPTIONS = "report=none";

    private final Settings settings;

    EchoSection(Settings settings) {
        this.settings = settings;
    }

    void run() throws Exception {
        Table table = new Table(
                "64-byte echo, CPU of a round trip",
                List.of("load", "JDK", "without, us", "pairs of JVMs, %", "hooks switched, %", "budget 1 %"));
        for (Jdk jdk : settings.jdks()) {
            for (String load : List.of("socket", "selector", "async", "virtual")) {
                if (!load.equals("virtual") || jdk.feature() >= 21) row(table, jdk, load);
            }
        }
    }

    private void row(Table table, Jdk jdk, String load) throws Exception {
        Pairs pairs = new Pairs(new Fork(jdk), new Fork(jdk, settings.agentOption(OPTIONS)));
        String windows = Integer.toString(settings.times(4, 8));
        for (int i = 0; i < settings.times(2, 4); i++) {
            pairs.add(fork -> fork.cpu(load, BATCH, "2", windows, "250", "steady"));
        }
        Spread switched = new Switched(settings, load, BATCH, SWITCH_MILLIS).percent(jdk, OPTIONS);
        boolean met = switched.median() <= BUDGET_PERCENT;
        table.row(
                load,
                jdk.version(),
                String.format("%.1f", pairs.base().median() / 1000),
                pairs.percent().text("%+.1f"),
                switched.text("%+.2f"),
                Table.budget(met));
    }
}
