package io.tcpclose.benchmarks;

import java.util.List;

/** Connect, accept, close, close: what a connection's life costs, by how many stacks are taken. */
final class ChurnSection {
    private static final String LOAD = "churn";
    private static final String BATCH = "500";
    private static final String SWITCH_MILLIS = "300";

    private final Settings settings;

    ChurnSection(Settings settings) {
        this.settings = settings;
    }

    void run() throws Exception {
        Table table = new Table(
                "Connect, accept and close, CPU of a cycle at a stack depth of 50",
                List.of("stacks", "JDK", "without, us", "pairs of JVMs, %", "hooks switched, %", "budget"));
        for (Jdk jdk : settings.jdks()) {
            row(table, jdk, "all", 10);
            row(table, jdk, "open", 10);
            row(table, jdk, "off", 3);
        }
    }

    private void row(Table table, Jdk jdk, String stacks, double budget) throws Exception {
        String options = "report=none,log=none,stacks=" + stacks;
        Pairs pairs = new Pairs(new Fork(jdk), new Fork(jdk, settings.agentOption(options)));
        String windows = Integer.toString(settings.times(4, 8));
        for (int i = 0; i < settings.times(2, 4); i++) {
            pairs.add(fork -> fork.cpu(LOAD, BATCH, "2", windows, "250", "steady"));
        }
        Spread switched = new Switched(settings, LOAD, BATCH, SWITCH_MILLIS).percent(jdk, options);
        String met = Table.budget(pairs.percent().median() <= budget);
        String base = String.format("%.1f", pairs.base().median() / 1000);
        table.row(
                stacks,
                jdk.version(),
                base,
                pairs.percent().text("%+.1f"),
                switched.text("%+.1f"),
                "+" + (int) budget + " %: " + met);
    }
}
