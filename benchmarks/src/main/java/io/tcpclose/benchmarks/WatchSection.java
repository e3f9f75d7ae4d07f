package io.tcpclose.benchmarks;

import io.tcpclose.benchmarks.load.LoadMain;
import java.io.IOException;
import java.util.List;

/**
 * What it costs an application that the kernel is asked: busy connections, which the watcher must leave alone, and such that
 * rest between two messages, which it takes up and lets go each time. A probe interval of 200 ms instead of 5 s, so that
 * there is something to see.
 */
final class WatchSection {
    private static final String OPTIONS = "report=none,log=none,probe.interval=200ms,stacks=off";
    private static final double BUSY_BUDGET_PERCENT = 1;
    private static final double NANOS = 1000;

    private final Settings settings;

    WatchSection(Settings settings) {
        this.settings = settings;
    }

    void busy() throws Exception {
        Table table = new Table(
                "Busy connections, CPU of an operation against the agent without kernel evidence",
                List.of("load", "JDK", "without, us", "polled, %", "watched, %", "watched at the end", "budget 1 %"));
        for (Jdk jdk : settings.jdks()) {
            for (String load : List.of("socket", "selector", "async", "virtual", "churn")) {
                if (!load.equals("virtual") || jdk.feature() >= 21) busy(table, jdk, load);
            }
        }
    }

    private void busy(Table table, Jdk jdk, String load) throws Exception {
        Pairs pairs =
                new Pairs(agent(jdk, Evidence.NONE), agent(jdk, Evidence.POLL_AND_PROC), agent(jdk, Evidence.ALL));
        String windows = Integer.toString(settings.times(4, 8));
        Numbers numbers = new Numbers();
        for (int i = 0; i < settings.times(1, 3); i++) {
            pairs.add(fork -> measure(fork, numbers, load, "640", "2", windows, "250", "steady"));
        }
        table.row(
                load,
                jdk.version(),
                String.format("%.1f", pairs.base().median() / NANOS),
                pairs.percent(1).text("%+.1f"),
                pairs.percent(2).text("%+.1f"),
                String.format("%.0f", numbers.highest("watched")),
                Table.budget(pairs.percent(2).median() <= BUSY_BUDGET_PERCENT));
    }

    private Fork agent(Jdk jdk, Evidence evidence) {
        return new Fork(jdk, settings.agentOption(OPTIONS), evidence.option());
    }

    private static double measure(Fork fork, Numbers numbers, String... arguments)
            throws IOException, InterruptedException {
        Numbers own = new Numbers();
        String line = fork.run(LoadMain.class, arguments);
        own.add(line);
        numbers.add(line);
        return own.median("cpu");
    }

    void resting() throws Exception {
        Table table = new Table(
                "Pairs that exchange a message and rest for five probe intervals, CPU of an exchange and its rest, us",
                List.of(
                        "JDK",
                        "no agent",
                        "agent without kernel evidence, more",
                        "polled, more",
                        "watched, more",
                        "watched in the rest, of 2000"));
        for (Jdk jdk : settings.jdks()) resting(table, jdk);
    }

    private void resting(Table table, Jdk jdk) throws Exception {
        Pairs pairs = new Pairs(
                new Fork(jdk), agent(jdk, Evidence.NONE), agent(jdk, Evidence.POLL), agent(jdk, Evidence.WATCHER));
        String windows = Integer.toString(settings.times(3, 4));
        Numbers numbers = new Numbers();
        for (int i = 0; i < settings.times(1, 3); i++) {
            pairs.add(fork -> measure(fork, numbers, "rest", "1000", "3", windows, "500", "steady") / NANOS);
        }
        table.row(
                jdk.version(),
                pairs.base().text("%.1f"),
                pairs.difference(1).text("%+.1f"),
                pairs.difference(2).text("%+.1f"),
                pairs.difference(3).text("%+.1f"),
                String.format("%.0f", numbers.highest("watched")));
    }
}
