package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Scenario;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the report must say of one scenario. */
final class Judge {
    private final Transcript transcript;
    private final AgentReport report;

    Judge(Transcript transcript, AgentReport report) {
        this.transcript = transcript;
        this.report = report;
    }

    void assertBlamed(Scenario scenario) {
        Misuse misuse = scenario.as(Misuse.class).orElseThrow();
        List<Finding> findings = about(scenario);
        assertThat(rules(findings))
                .as("rules that blame %s: %s", scenario.id(), findings)
                .contains(scenario.rule().id())
                .isSubsetOf(allowed(scenario, misuse));
        Finding finding = findings.stream()
                .filter(f -> f.rule().equals(scenario.rule().id()))
                .findFirst()
                .orElseThrow();
        assertSeverity(scenario, misuse, finding);
        assertBlame(scenario, finding);
    }

    void assertSilent(Scenario scenario) {
        assertThat(about(scenario)).as("findings about %s", scenario.id()).isEmpty();
    }

    private List<Finding> about(Scenario scenario) {
        return report.findingsAbout(transcript.opened(scenario.id()));
    }

    private static Set<String> rules(List<Finding> findings) {
        return findings.stream().map(Finding::rule).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> allowed(Scenario scenario, Misuse misuse) {
        return Stream.concat(Stream.of(scenario.rule().id()), Stream.of(misuse.also()))
                .toList();
    }

    private static void assertSeverity(Scenario scenario, Misuse misuse, Finding finding) {
        String[] own = misuse.severity();
        assertThat(finding.severity()).as("severity of %s", finding).isIn((Object[])
                (own.length > 0 ? own : scenario.rule().severity()));
    }

    /** The opening line is the first frame; the offending line is one of those below the helpers that touch the socket. */
    private void assertBlame(Scenario scenario, Finding finding) {
        assertThat(transcript.opened(scenario.id()))
                .as("opening line of %s", finding)
                .anySatisfy(opened -> assertThat(finding.openedStack()).first().isEqualTo(opened.frame()));
        List<String> offending = transcript.offending(scenario.id());
        if (!offending.isEmpty()) {
            assertThat(finding.offendingStack())
                    .as("offending line of %s", finding)
                    .containsAnyElementsOf(offending);
        }
    }
}
