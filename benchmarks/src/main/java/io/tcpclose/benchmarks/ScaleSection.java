package io.tcpclose.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What grows with the number of connections, and how: 1,000, 10,000 and 100,000, all of them simulated. */
final class ScaleSection {
    private static final int[] COUNTS = {1_000, 10_000, 100_000};
    private static final List<String> WORK = List.of(
            ScaleMain.FIRST, ScaleMain.LATER, ScaleMain.REFRESH, ScaleMain.REPORT, ScaleMain.WITHHELD, ScaleMain.END);

    private final Settings settings;

    ScaleSection(Settings settings) {
        this.settings = settings;
    }

    void run() throws Exception {
        Table table = new Table(
                "Simulated connections, milliseconds of CPU",
                List.of(
                        "connections",
                        "JDK",
                        "first pass",
                        "later pass",
                        "reading for a report, as many untracked",
                        "JSON report",
                        "pass that looks for holders",
                        "end"));
        for (Jdk jdk : settings.jdks()) {
            for (int count : COUNTS) row(table, jdk, count);
        }
    }

    private void row(Table table, Jdk jdk, int count) throws Exception {
        Fork fork = new Fork(jdk, HookSection.OPEN_JDK).with("-Xmx2g");
        Numbers costs = new Numbers();
        for (int i = 0; i < settings.times(1, 3); i++) costs.add(run(fork, count));
        String[] cells = Stream.concat(
                        Stream.of(String.valueOf(count), jdk.version()),
                        WORK.stream().map(work -> costs.text(work, "%.1f")))
                .toArray(String[]::new);
        table.row(cells);
    }

    private static String run(Fork fork, int count) throws Exception {
        Path folder = Files.createTempDirectory("tcpclose-scale");
        try {
            return fork.run(ScaleMain.class, String.valueOf(count), folder.toString());
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
