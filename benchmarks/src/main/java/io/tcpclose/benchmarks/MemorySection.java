package io.tcpclose.benchmarks;

import io.tcpclose.benchmarks.load.MemoryMain;
import java.util.List;

/** Heap of one open socket with the agent against without. */
final class MemorySection {
    private static final double BUDGET_BYTES = 160;
    /** A probe that often: the raw stacks of thousands of sockets are call sites long before the heap is looked at. */
    private static final String OPTIONS = "report=none,log=none,probe.interval=100ms";

    private final Settings settings;

    MemorySection(Settings settings) {
        this.settings = settings;
    }

    void run() throws Exception {
        Table table = new Table(
                "Live heap of one open socket, bytes",
                List.of(
                        "JDK",
                        "sockets",
                        "without",
                        "with",
                        "difference",
                        "the record alone",
                        "watched",
                        "budget 160 B"));
        for (Jdk jdk : settings.jdks()) row(table, jdk);
    }

    private void row(Table table, Jdk jdk) throws Exception {
        int pairs = settings.times(1000, 5000);
        Fork agent = new Fork(jdk, settings.agentOption(OPTIONS));
        Spread[] spreads = {new Spread(), new Spread(), new Spread()};
        String record = "";
        String watched = "";
        for (int i = 0; i < settings.times(1, 3); i++) {
            double without = Double.parseDouble(measure(new Fork(jdk), pairs)[0]);
            String[] with = measure(agent, pairs);
            spreads[0].add(without);
            spreads[1].add(Double.parseDouble(with[0]));
            spreads[2].add(Double.parseDouble(with[0]) - without);
            record = with[1];
            watched = with[2];
        }
        String met = Table.budget(spreads[2].median() <= BUDGET_BYTES);
        String format = "%.1f";
        table.row(
                jdk.version(),
                Integer.toString(2 * pairs),
                spreads[0].text(format),
                spreads[1].text(format),
                spreads[2].text(format),
                record,
                watched,
                met);
    }

    private static String[] measure(Fork fork, int pairs) throws Exception {
        return fork.run(MemoryMain.class, Integer.toString(pairs), "4000").split(" ");
    }
}
