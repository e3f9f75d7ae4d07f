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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The statements of docs/closing-tcp.md are true: without an agent, both ends go through the states that the page claims, and
 * the peer sees what it claims. All scenarios of the page are played in one run.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosingTcpIT {
    private static final int COLUMNS = 6;

    @TestFactory
    Stream<DynamicTest> statements_areTrue() throws Exception {
        Map<String, List<String>> claims = Claims.all();
        long overflowBefore = KernelCounter.timeWaitOverflow();
        Map<String, List<String>> seen = explained(claims.keySet());
        long overflow = KernelCounter.timeWaitOverflow() - overflowBefore;
        return claims.entrySet().stream()
                .map(claim -> dynamicTest(
                        claim.getKey(),
                        () -> Claims.assertSeen(
                                claim.getValue(), seen.getOrDefault(claim.getKey(), List.of()), overflow)));
    }

    private static Map<String, List<String>> explained(Iterable<String> names) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("explain"));
        names.forEach(arguments::add);
        try (DemoRun run = DemoRun.of(arguments.toArray(String[]::new))) {
            assertThat(run.untilEnd()).isZero();
            assertThat(run.stderr()).isEmpty();
            return blocks(run.lines());
        }
    }

    /** By scenario: {@code ours unread peer's what}. */
    private static Map<String, List<String>> blocks(List<String> lines) {
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        List<String> rows = new ArrayList<>();
        for (String line : lines) {
            String[] columns = line.split("\\|", -1);
            if (columns.length == 1 && line.contains(": ")) {
                rows = new ArrayList<>();
                blocks.put(line.substring(0, line.indexOf(':')), rows);
            } else if (columns.length == COLUMNS) {
                rows.add(
                        String.join(" ", columns[1].strip(), columns[2].strip(), columns[3].strip(), columns[5].strip())
                                .strip());
            }
        }
        return blocks;
    }
}
