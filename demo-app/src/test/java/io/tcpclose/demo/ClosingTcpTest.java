package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/closing-tcp.md and the scenarios that play it name each other. */
class ClosingTcpTest {
    private static final Path PAGE = Path.of("..", "docs", "closing-tcp.md");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final int COLUMNS = 5;

    @Test
    void scenariosOfThePage_areThoseThatExplainPlays() throws IOException {
        assertThat(named())
                .hasSizeGreaterThan(50)
                .isEqualTo(Stream.concat(Article.SCENARIOS.stream(), Scenarios.ALL.stream())
                        .map(Scenario::name)
                        .collect(Collectors.toSet()));
    }

    /** The IT plays what has a claim. */
    @Test
    void scenariosOfThePage_haveClaims() throws IOException {
        assertThat(named()).isEqualTo(Claims.all().keySet());
    }

    @Test
    void namesOfExplain_areUnique() {
        assertThat(Stream.concat(Article.SCENARIOS.stream(), Scenarios.ALL.stream())
                        .map(Scenario::name))
                .doesNotHaveDuplicates();
    }

    @Test
    void statements_sayWhetherTheyAreTrue() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(40).allSatisfy(row -> assertThat(row.get(1))
                .matches("(yes|\\*\\*n|only).*"));
    }

    private static Set<String> named() throws IOException {
        Set<String> names = new TreeSet<>();
        for (List<String> row : rows()) {
            NAME.matcher(row.get(COLUMNS - 1)).results().forEach(match -> names.add(match.group(1)));
        }
        return names;
    }

    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| said"))
                .map(line -> List.of(line.substring(1).split("\\|", -1)))
                .map(row -> row.stream().map(String::strip).toList())
                .toList();
    }
}
