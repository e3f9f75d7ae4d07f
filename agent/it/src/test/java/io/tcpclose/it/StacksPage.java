package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.AgentReport.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The table of docs/real-stacks.md. Its numbers are those of the run that wrote it, with {@code
 * -Dtcpclose.docs.update}; other runs have other numbers, and compare the rest: the stacks, their versions, and what
 * found which mistake.
 */
final class StacksPage {
    private static final Path PAGE = DocPages.ROOT.resolve("docs/real-stacks.md");
    private static final String HEAD = "| stack | version | JDK |";

    private StacksPage() {}

    static synchronized void assertRow(Jdk jdk, StackUnderTest stack, StackRun played, StackRun leak)
            throws IOException {
        String row = row(jdk, stack, played, leak);
        if (Boolean.getBoolean("tcpclose.docs.update")) {
            update(key(row), row);
        }
        if (jdk.feature() == 17) {
            assertThat(Files.readAllLines(PAGE).stream()
                            .filter(line -> line.startsWith("| "))
                            .map(StacksPage::withoutNumbers))
                    .as("rewrite with -Dtcpclose.docs.update=true")
                    .contains(withoutNumbers(row));
        }
    }

    private static String row(Jdk jdk, StackUnderTest stack, StackRun played, StackRun leak) throws IOException {
        return "| "
                + String.join(
                        " | ",
                        stack.folder(),
                        stack.library().isEmpty() ? "the JDK's" : stack.version(),
                        String.valueOf(jdk.feature()),
                        stack.played(),
                        played.begun() + " / " + played.closed(),
                        String.valueOf(StacksIT.aboveInfo(played).size()),
                        found(leak))
                + " |";
    }

    /** Rule and line of the planted mistake. */
    private static String found(StackRun leak) {
        return StacksIT.aboveInfo(leak).stream()
                .map(finding -> "`" + finding.rule() + "`, `" + line(finding, leak) + "`")
                .sorted()
                .collect(Collectors.joining("; "));
    }

    /** Without the package. */
    private static String line(Finding finding, StackRun leak) {
        List<String> frames = StacksIT.planted(finding, leak);
        return frames.isEmpty() ? "?" : frames.get(0).replaceFirst("^io\\.tcpclose\\.stacks\\.", "");
    }

    /** Connections differ from run to run, source lines from edit to edit; findings are another test's. */
    private static String withoutNumbers(String row) {
        return row.replaceFirst("\\| \\d+ / \\d+ \\| \\d+ \\|", "| n |").replaceAll(":\\d+\\)", ")");
    }

    private static String key(String row) {
        return row.split(" \\| ", 2)[0] + row.split(" \\| ", -1)[2];
    }

    private static void update(String key, String row) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(PAGE));
        int first = lines.indexOf(lines.stream()
                        .filter(line -> line.startsWith(HEAD))
                        .findFirst()
                        .orElseThrow())
                + 2;
        Map<String, String> rows = new TreeMap<>();
        lines.subList(first, lines.size()).stream()
                .takeWhile(line -> line.startsWith("| "))
                .forEach(line -> rows.put(key(line), line));
        lines.subList(first, first + rows.size()).clear();
        rows.put(key, row);
        lines.addAll(first, rows.values());
        Files.write(PAGE, lines);
    }
}
