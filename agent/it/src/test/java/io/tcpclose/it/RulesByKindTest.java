package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.rule.RuleSuites;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every rule on every kind has a misuse and a legal twin, or a reason why there can be no misuse, which a legal scenario may
 * prove; the documentation shows the same.
 */
class RulesByKindTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "rules-by-kind.md");
    private static final List<Class<?>> SUITES = Stream.of(
                    RuleSuites.WHILE_RUNNING, RuleSuites.PROCESS, RuleSuites.AT_EXIT)
            .flatMap(List::stream)
            .toList();

    @Test
    void everyCell_hasBothTwinsOrAReason() {
        for (Class<?> suite : SUITES) {
            for (Kind kind : Kind.values()) {
                boolean reason = reason(suite, kind).isPresent();
                assertThat(misuses(suite, kind) > 0)
                        .as("%s/%s misuse", suite, kind)
                        .isNotEqualTo(reason);
                assertThat(reason || legals(suite, kind) > 0)
                        .as("%s/%s legal", suite, kind)
                        .isTrue();
            }
        }
    }

    @Test
    void ids_areDistinct() {
        assertThat(Scenario.of(SUITES, Integer.MAX_VALUE).stream().map(Scenario::id))
                .doesNotHaveDuplicates();
    }

    @Test
    void page_isGenerated() throws Exception {
        if (Boolean.getBoolean("tcpclose.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE).as("rewrite with -Dtcpclose.docs.update=true").hasContent(page());
    }

    private static String page() {
        return """
                # Rules by kind of connection

                Generated from the scenarios in `agent/it`: do not edit. Each number is a scenario that runs in a forked JVM on
                every tested JDK: *misuse* must be blamed by that rule and no other, with the opening and the offending line;
                its *legal* twin holds a state that looks the same and must be left alone.

                %s
                ## Where there is no misuse

                %s""".formatted(table(), reasons());
    }

    private static String table() {
        String head = "| rule | "
                + Arrays.stream(Kind.values()).map(Kind::title).collect(Collectors.joining(" | ")) + " |\n|---|"
                + "---|".repeat(Kind.values().length) + "\n";
        return SUITES.stream().map(RulesByKindTest::row).collect(Collectors.joining("", head, ""));
    }

    private static String row(Class<?> suite) {
        return Arrays.stream(Kind.values())
                .map(kind -> cell(suite, kind))
                .collect(Collectors.joining(" | ", "| `" + rule(suite).id() + "` | ", " |\n"));
    }

    private static String cell(Class<?> suite, Kind kind) {
        String legal = "%d legal".formatted(legals(suite, kind));
        if (reason(suite, kind).isPresent()) {
            return legals(suite, kind) > 0 ? legal : "–";
        }
        return "%d misuse, %s".formatted(misuses(suite, kind), legal);
    }

    private static String reasons() {
        return SUITES.stream()
                .flatMap(suite -> Arrays.stream(Kind.values())
                        .flatMap(kind -> reason(suite, kind)
                                .map(why ->
                                        "- `%s`, %s: %s\n".formatted(rule(suite).id(), kind.title(), why))
                                .stream()))
                .collect(Collectors.joining());
    }

    private static Rule rule(Class<?> suite) {
        return suite.getAnnotation(Rule.class);
    }

    private static Optional<String> reason(Class<?> suite, Kind kind) {
        return Arrays.stream(rule(suite).empty())
                .filter(empty -> empty.kind() == kind)
                .map(Rule.Empty::why)
                .findFirst();
    }

    private static long misuses(Class<?> suite, Kind kind) {
        return Scenario.of(suite).stream()
                .flatMap(scenario -> scenario.as(Misuse.class).stream())
                .filter(misuse -> misuse.value() == kind)
                .count();
    }

    private static long legals(Class<?> suite, Kind kind) {
        return Scenario.of(suite).stream()
                .flatMap(scenario -> scenario.as(Legal.class).stream())
                .filter(legal -> legal.value() == kind)
                .count();
    }
}
