package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.rule.RuleSuites;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Without a capability the agent knows less and says so, and nothing else changes: no rule speaks of sound code, and the
 * application does what it did. Which rules still fire is shown in the documentation. On one JDK: what is missing there is
 * taken away by the agent itself, on each in the same way.
 */
class CapabilitiesIT {
    private static final Path PAGE = DocPages.ROOT.resolve("docs/rules-by-capability.md");
    private static final String NONE = "none";
    private static final List<String> CAPABILITIES =
            List.of("fin-watcher", "tcp-info", "proc-net", "poll", "unread", "proc-fd");
    private static final String ALL = String.join(",", CAPABILITIES);
    private static final List<Class<?>> SUITES = Stream.of(RuleSuites.WHILE_RUNNING, RuleSuites.PROCESS)
            .flatMap(List::stream)
            .toList();

    private final Map<String, Map<String, String>> cells = new LinkedHashMap<>();

    @TestFactory
    Stream<DynamicNode> rules_withoutACapability() {
        Stream<String> runs = Stream.concat(Stream.of(NONE), Stream.concat(CAPABILITIES.stream(), Stream.of(ALL)));
        return Stream.concat(runs.map(off -> container(off)), Stream.of(dynamicTest("page", this::assertPage)));
    }

    private DynamicContainer container(String off) {
        return dynamicContainer(title(off) + " off", Stream.of(off).flatMap(this::tests));
    }

    private static String title(String off) {
        return off.equals(ALL) ? "all" : off;
    }

    private Stream<DynamicTest> tests(String off) {
        try {
            Path folder = Stage.folder("off-" + title(off), Jdk.running());
            Fork fork = Fork.of(Jdk.running()).vm("-Xmx512m", "-Dtcpclose.test.off=" + off);
            Played played = RuleRun.ofTheProcess(
                    fork,
                    folder,
                    SUITES,
                    SUITES.stream().filter(suite -> isFiring(suite, off)).toList());
            Judge judge = played.judge();
            cells.put(off, cells(judge));
            return Stream.concat(
                    Stream.of(dynamicTest("as a whole", () -> assertWhole(played, off))),
                    Scenario.of(SUITES, Jdk.running().feature()).stream()
                            .map(s -> dynamicTest(s.id(), () -> assertScenario(s, played, judge))));
        } catch (Exception e) {
            throw new IllegalStateException(off, e);
        }
    }

    /** What the page says; all, where it has yet to be written. */
    private static boolean isFiring(Class<?> suite, String off) {
        if (!Files.exists(PAGE)) {
            return true;
        }
        int column = off.equals(NONE) ? 0 : off.equals(ALL) ? CAPABILITIES.size() : CAPABILITIES.indexOf(off);
        return off.equals(NONE)
                || DocPages.read(PAGE)
                        .lines()
                        .filter(line -> line.startsWith("| `" + id(suite) + "` |"))
                        .anyMatch(
                                line -> line.split("\\|", -1)[2 + column].trim().equals("fires"));
    }

    private static String id(Class<?> suite) {
        return suite.getAnnotation(Rule.class).id();
    }

    private static Map<String, String> cells(Judge judge) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (Class<?> suite : SUITES) {
            List<Boolean> blamed = Scenario.of(suite).stream()
                    .filter(scenario -> scenario.as(Misuse.class).isPresent())
                    .map(judge::blames)
                    .toList();
            long fires = blamed.stream().filter(b -> b).count();
            cells.put(
                    id(suite),
                    fires == 0 ? "silent" : fires == blamed.size() ? "fires" : fires + " of " + blamed.size());
        }
        return cells;
    }

    private static void assertWhole(Played played, String off) throws Exception {
        played.assertTidy();
        AgentReport report = played.report();
        ReportSchema.assertValid(report);
        assertThat(report.hookErrors()).as("hook errors").isZero();
        List<String> forced = List.of(off.split(",", -1));
        for (String capability : CAPABILITIES) {
            assertThat(report.json().at("/agent/capabilities").path(capability).asBoolean())
                    .as("%s with %s off", capability, off)
                    .isEqualTo(!forced.contains(capability));
        }
    }

    private static void assertScenario(Scenario scenario, Played played, Judge judge) {
        played.assertTruth(scenario.id());
        if (scenario.as(Legal.class).isPresent()) {
            judge.assertSilent(scenario);
        }
    }

    private void assertPage() throws Exception {
        assertThat(cells.get(NONE))
                .as("with all capabilities")
                .allSatisfy((rule, cell) -> assertThat(cell).as(rule).isEqualTo("fires"));
        if (Boolean.getBoolean("tcpclose.docs.update")) {
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE).as("rewrite with -Dtcpclose.docs.update=true").hasContent(page());
    }

    private String page() {
        return """
                # Rules by capability

                Generated from the runs of `CapabilitiesIT`: do not edit. What a rule still finds of its misuses when the agent
                cannot ask the kernel in one of its ways: `fires` means all, `2 of 5` some of them. Whatever is off, the legal
                scenarios stay without a finding, and the report says what is off.

                %s""".formatted(table());
    }

    private String table() {
        String head =
                CAPABILITIES.stream().map(name -> "without `" + name + "`").collect(Collectors.joining(" | "));
        return "| rule | " + head + " | without all of them |\n|---|" + "---|".repeat(CAPABILITIES.size() + 1) + "\n"
                + SUITES.stream().map(suite -> row(id(suite))).collect(Collectors.joining());
    }

    private String row(String rule) {
        return Stream.concat(CAPABILITIES.stream(), Stream.of(ALL))
                .map(off -> cells.get(off).get(rule))
                .collect(Collectors.joining(" | ", "| `" + rule + "` | ", " |\n"));
    }
}
