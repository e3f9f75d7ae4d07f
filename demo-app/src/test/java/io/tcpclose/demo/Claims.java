package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What docs/closing-tcp.md claims of each of its scenarios, from closing-tcp-claims.txt. */
final class Claims {
    private static final Path FILE = Path.of("src", "test", "resources", "closing-tcp-claims.txt");
    private static final String INDENT = "  ";

    private Claims() {}

    /** By scenario, in the order in which they must be seen. */
    static Map<String, List<String>> all() throws IOException {
        Map<String, List<String>> claims = new LinkedHashMap<>();
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            if (line.startsWith(INDENT)) {
                rows.add(line.strip());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                rows = new ArrayList<>();
                assertThat(claims.put(line, rows)).as(line).isNull();
            }
        }
        return claims;
    }

    /** @param timeWaitOverflow while the rows were seen; an explanation of what is missing, no excuse for it */
    static void assertSeen(List<String> claims, List<String> rows, long timeWaitOverflow) {
        assertThat(claims).isNotEmpty();
        int from = 0;
        for (String claim : claims) {
            int at = from;
            while (at < rows.size() && !rows.get(at).startsWith(claim)) {
                at++;
            }
            assertThat(at)
                    .as(
                            "'%s' after row %s of %s; %s times this machine had no room for a TIME_WAIT",
                            claim, from, rows, timeWaitOverflow)
                    .isLessThan(rows.size());
            from = at + 1;
        }
    }
}
