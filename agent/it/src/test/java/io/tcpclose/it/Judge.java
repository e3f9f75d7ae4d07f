package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.Transcript.Listening;
import io.tcpclose.it.Transcript.Opened;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Scenario;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the report must say of one scenario. */
final class Judge {
    private static final String UNREAD = "close-discards-unread";

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
        assertThat(transcript.says(scenario.id()))
                .allSatisfy(part -> assertThat(finding.message()).contains(part));
        if (scenario.rule().namesCode()) {
            assertBlame(scenario, finding);
        } else {
            assertNamesNoCode(finding);
        }
    }

    /** Whether the rule of the misuse blames it, whatever else does. */
    boolean blames(Scenario scenario) {
        return rules(about(scenario)).contains(scenario.rule().id());
    }

    void assertSilent(Scenario scenario) {
        assertThat(about(scenario))
                .as("findings about %s", scenario.id())
                .allMatch(finding -> isAlertLeftUnread(scenario, finding));
    }

    /**
     * The peer's TLS answers our close_notify with its own, which may arrive just before close(2) discards it: true, a
     * note and not the twin's doing. No excuse in the twins of the rule that tells of it.
     */
    private static boolean isAlertLeftUnread(Scenario scenario, Finding finding) {
        return scenario.id().contains("/tls/")
                && !scenario.id().startsWith(UNREAD)
                && finding.rule().equals(UNREAD)
                && finding.severity().equals("info");
    }

    /** By the line that opened it, by the ports of an example, and where a finding names no code by what else it names. */
    private List<Finding> about(Scenario scenario) {
        String id = scenario.id();
        List<Opened> opened = transcript.opened(id);
        List<Listening> listening = transcript.listening(id);
        boolean untracked = !transcript.untracked(id).isEmpty();
        return report.findings()
                .filter(finding -> opened.stream().anyMatch(o -> finding.isAbout(o) || finding.isChargedTo(o.ports()))
                        || listening.stream().anyMatch(finding::isAbout)
                        || (untracked && finding.rule().equals("untracked-sockets")))
                .toList();
    }

    private static void assertNamesNoCode(Finding finding) {
        assertThat(finding.openedStack()).as("opening line of %s", finding).isEmpty();
        assertThat(finding.offendingStack()).as("offending line of %s", finding).isEmpty();
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
        assertThat(finding.openedStack()).as("opening line of %s", finding).isNotEmpty();
        assertThat(finding.openedStack().get(0))
                .as("opening line of %s", finding)
                .isIn(openingLines(scenario));
        List<String> offending = transcript.offending(scenario.id());
        if (!offending.isEmpty()) {
            assertThat(finding.offendingStack())
                    .as("offending line of %s", finding)
                    .containsAnyElementsOf(offending);
        }
    }

    private List<String> openingLines(Scenario scenario) {
        return Stream.concat(
                        transcript.opened(scenario.id()).stream().map(Opened::frame),
                        transcript.listening(scenario.id()).stream().map(Listening::frame))
                .toList();
    }
}
