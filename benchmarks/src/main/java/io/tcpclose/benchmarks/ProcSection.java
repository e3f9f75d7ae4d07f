package io.tcpclose.benchmarks;

import io.tcpclose.benchmarks.load.PacedChurn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A thousand connections a second that come and go: how often the agent reads the kernel's tables, and what of a core that is. */
final class ProcSection {
    private static final String OPTIONS = "report=none,log=none,stacks=off,probe.interval=";
    private static final String WARM_UP_SECONDS = "10";

    private final Settings settings;

    ProcSection(Settings settings) {
        this.settings = settings;
    }

    void run() throws Exception {
        Table table = new Table(
                "1,000 connections a second, the agent's thread",
                List.of(
                        "probe interval, evidence",
                        "JDK",
                        "seconds",
                        "passes",
                        "CPU of one, ms",
                        "of them read the tables",
                        "CPU of one, ms",
                        "in TIME_WAIT at the end",
                        "share of a core, %"));
        for (Jdk jdk : settings.jdks()) {
            row(table, jdk, "1s", Evidence.NONE, settings.times(15, 30));
            row(table, jdk, "1s", Evidence.ALL, settings.times(15, 60));
            if (settings.full()) row(table, jdk, "5s", Evidence.ALL, 65);
        }
    }

    private void row(Table table, Jdk jdk, String interval, Evidence evidence, int seconds) throws Exception {
        Fork fork = new Fork(jdk, settings.agentOption(OPTIONS + interval), evidence.option());
        Numbers numbers = new Numbers();
        numbers.add(fork.run(PacedChurn.class, WARM_UP_SECONDS, Integer.toString(seconds)));
        table.row(
                interval + ", " + evidence.label(),
                jdk.version(),
                Integer.toString(seconds),
                String.format("%.0f", numbers.median("passes")),
                String.format("%.1f", numbers.median("pass")),
                String.format("%.0f", numbers.median("readings")),
                String.format("%.1f", numbers.median("reading")),
                timeWaits(),
                String.format("%.2f", numbers.median("share")));
    }

    /** Of the network namespace. */
    private static String timeWaits() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/net/sockstat"))) {
            String[] columns = line.split(" ");
            if (columns[0].equals("TCP:")) return columns[6];
        }
        return "unknown";
    }
}
