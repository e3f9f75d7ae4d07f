package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The statements of docs/closing-tcp.md are true: without an agent, both ends go through the states that the page claims. */
@EnabledOnOs(OS.LINUX)
class ClosingTcpIT {
    /** States of our end and of the peer's that must be seen, in this order; others may be between them. */
    private static final Map<String, List<String>> CLAIMS = Map.ofEntries(
            Map.entry("close-both-ways", List.of("ESTABLISHED ESTABLISHED", "FIN_WAIT_2 CLOSE_WAIT", "TIME_WAIT -")),
            Map.entry("close-after-the-peer", List.of("CLOSE_WAIT FIN_WAIT_2", "- TIME_WAIT")),
            Map.entry(
                    "close-shared",
                    List.of(
                            "ESTABLISHED ESTABLISHED",
                            "ESTABLISHED ESTABLISHED close(): no FIN",
                            "FIN_WAIT_2 CLOSE_WAIT",
                            "TIME_WAIT -")),
            Map.entry("close-unread", List.of("ESTABLISHED ESTABLISHED bytes have come", "- - close(): RST")),
            Map.entry(
                    "close-too-late",
                    List.of("CLOSE_WAIT FIN_WAIT_2", "CLOSE_WAIT -", "- - close(): FIN, answered by RST")),
            Map.entry("exit", List.of("CLOSE_WAIT FIN_WAIT_2", "- TIME_WAIT")),
            Map.entry("exit-unread", List.of("ESTABLISHED ESTABLISHED", "- -")),
            Map.entry(
                    "shutdown-read",
                    List.of(
                            "ESTABLISHED ESTABLISHED shutdownInput(): nothing is sent",
                            "ESTABLISHED ESTABLISHED read() = -1, and the echo is in the kernel",
                            "- - close(): RST, for the unread bytes")),
            Map.entry("shutdown-write", List.of("ESTABLISHED ESTABLISHED", "FIN_WAIT_2 CLOSE_WAIT", "TIME_WAIT -")),
            Map.entry(
                    "shutdown-both",
                    List.of(
                            "ESTABLISHED ESTABLISHED",
                            "FIN_WAIT_2 CLOSE_WAIT",
                            "TIME_WAIT - the descriptor is still open")),
            Map.entry(
                    "shutdown-shared",
                    List.of(
                            "ESTABLISHED ESTABLISHED a child process holds the socket too",
                            "FIN_WAIT_2 CLOSE_WAIT",
                            "TIME_WAIT -")),
            Map.entry(
                    "write-after-close",
                    List.of(
                            "CLOSE_WAIT FIN_WAIT_2 read() = -1",
                            "- - read() = -1, with no word of the RST",
                            "- - write(): Broken pipe (EPIPE), and no SIGPIPE ends the JVM")),
            Map.entry(
                    "fin-behind-data",
                    List.of("CLOSE_WAIT FIN_WAIT_2 6 bytes wait, and a FIN behind them", "- TIME_WAIT")));

    @TestFactory
    Stream<DynamicTest> statements_areTrue() throws Exception {
        Map<String, List<String>> seen;
        try (DemoRun run = DemoRun.of("explain", "article")) {
            assertThat(run.untilEnd()).isZero();
            seen = blocks(run.lines());
        }
        assertThat(seen.keySet()).isEqualTo(CLAIMS.keySet());
        return CLAIMS.entrySet().stream()
                .map(claim -> dynamicTest(
                        claim.getKey(),
                        () -> assertInOrder(seen.getOrDefault(claim.getKey(), List.of()), claim.getValue())));
    }

    /** By scenario: {@code ours peer's what}. */
    private static Map<String, List<String>> blocks(List<String> lines) {
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        List<String> rows = new ArrayList<>();
        for (String line : lines) {
            String[] columns = line.split("\\|", -1);
            if (columns.length == 1 && line.contains(": ")) {
                rows = new ArrayList<>();
                blocks.put(line.substring(0, line.indexOf(':')), rows);
            } else if (columns.length == 6) {
                rows.add((columns[1].strip() + " " + columns[3].strip() + " " + columns[5].strip()).strip());
            }
        }
        return blocks;
    }

    private static void assertInOrder(List<String> rows, List<String> claimed) {
        int from = 0;
        for (String claim : claimed) {
            int at = from;
            while (at < rows.size() && !rows.get(at).startsWith(claim)) {
                at++;
            }
            assertThat(at).as("'%s' after row %s of %s", claim, from, rows).isLessThan(rows.size());
            from = at + 1;
        }
    }
}
