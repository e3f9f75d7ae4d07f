package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** docs/closing-tcp.md under the agent: at each of its rows the agent's halves are those of the kernel's state. */
class ClosingTcpUnderAgentIT {
    /** Of a state of our end: what the agent may say then. A dash: the application has closed it. */
    private static final Map<String, List<String>> HALVES = Map.of(
            "ESTABLISHED", List.of("open/open", "shut/open", "-"),
            "CLOSE_WAIT", List.of("fin-pending/open", "eof/open"),
            "FIN_WAIT_1", List.of("open/shut", "shut/shut", "-"),
            "FIN_WAIT_2", List.of("open/shut", "shut/shut", "-"),
            "TIME_WAIT", List.of("eof/shut", "fin-pending/shut", "shut/shut", "-"),
            "LAST_ACK", List.of("-"),
            "-", List.of("-", "reset/reset", "eof/open", "eof/reset"));

    /** What must be seen of it in this order; a dash stands for closed. */
    private static final Map<String, List<String>> LIVES = Map.ofEntries(
            Map.entry("close-both-ways", List.of("open/open", "-")),
            Map.entry("close-after-the-peer", List.of("fin-pending/open", "eof/open", "-")),
            Map.entry("close-shared", List.of("open/open", "-")),
            Map.entry("close-unread", List.of("open/open", "-")),
            Map.entry("close-too-late", List.of("eof/open", "-")),
            Map.entry("exit", List.of("eof/open", "-")),
            Map.entry("exit-unread", List.of("open/open", "reset/reset")),
            Map.entry("shutdown-read", List.of("open/open", "shut/open", "-")),
            Map.entry("shutdown-write", List.of("open/open", "open/shut", "eof/shut", "-")),
            Map.entry("shutdown-both", List.of("open/open", "shut/shut", "-")),
            Map.entry("shutdown-shared", List.of("open/open", "open/shut", "fin-pending/shut", "-")),
            Map.entry("write-after-close", List.of("eof/open", "eof/reset", "-")),
            Map.entry("fin-behind-data", List.of("fin-pending/open", "eof/open", "-")));

    private record Row(String ours, String agent, String what) {}

    @TestFactory
    Stream<DynamicContainer> statements_areShown() {
        return OnEachJdk.run(ClosingTcpUnderAgentIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Map<String, List<Row>> blocks;
        try (DemoRun run = DemoRun.explaining(jdk, "article")) {
            run.awaitEnd();
            assertThat(run.exitCode()).isZero();
            blocks = blocks(run.stdout());
        }
        assertThat(blocks.keySet()).isEqualTo(LIVES.keySet());
        return blocks.entrySet().stream()
                .map(block -> dynamicTest(block.getKey(), () -> assertShown(block.getKey(), block.getValue())));
    }

    private static void assertShown(String scenario, List<Row> rows) {
        assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(HALVES.getOrDefault(row.ours(), List.of()))
                .as("%s", row)
                .contains(row.agent()));
        assertThat(rows.stream().map(Row::agent).toList()).containsSubsequence(LIVES.get(scenario));
    }

    private static Map<String, List<Row>> blocks(List<String> lines) {
        Map<String, List<Row>> blocks = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (String line : lines) {
            String[] columns = line.split("\\|", -1);
            if (columns.length == 1 && line.contains(": ")) {
                rows = new ArrayList<>();
                blocks.put(line.substring(0, line.indexOf(':')), rows);
            } else if (columns.length == 6 && !line.contains("our end")) {
                rows.add(new Row(columns[1].strip(), columns[4].strip(), columns[5].strip()));
            }
        }
        return blocks;
    }
}
