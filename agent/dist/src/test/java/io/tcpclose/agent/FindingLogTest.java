package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.agent.options.Options;
import io.tcpclose.core.filter.Selectable;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.site.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FindingLogTest {
    private static final long START = 1_000_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final Selectable SOCKET = new Selectable(Selectable.Role.CLIENT, 1, 2, null, null, List.of());

    private final List<String> written = new ArrayList<>();
    private final FindingLog log = new FindingLog(written::add, Severity.WARN, false, false);
    private final Ledger ledger = new Ledger(new Sites(8), Filters.NONE, new RuleSettings(Map.of(), Map.of()), log);

    /** Of a rule that has no code to blame: told apart by endpoint. */
    private Finding occurs(String endpoint, Severity severity, long millis) {
        Rule.Hit hit = new Rule.Hit(RuleCatalog.finWithheld(), severity, "held", null, null, null);
        return Objects.requireNonNull(ledger.record(SOCKET, endpoint, hit, millis));
    }

    private static Options options(String argument) {
        return Options.parse(argument, Map.of(), Map.of(), path -> "", List.of());
    }

    private List<String> lines() {
        return List.copyOf(written);
    }

    @Test
    void first_hasItsLineAtOnce_othersAreSummedWhenTheMinuteEnds() {
        for (int i = 0; i < 42; i++) occurs("db:1", Severity.ERROR, START + i);
        occurs("db:2", Severity.ERROR, START);
        assertThat(lines()).hasSize(2);
        log.tick(START + MINUTE - 1);
        assertThat(lines()).hasSize(2);
        log.tick(START + MINUTE);
        assertThat(lines())
                .hasSize(3)
                .last()
                .asString()
                .contains("db:1  ... and 41 more of the same in the last minute");
    }

    @Test
    void quietMinute_makesTheNextOneAFirst() {
        occurs("db:1", Severity.ERROR, START);
        log.tick(START + MINUTE);
        occurs("db:1", Severity.ERROR, START + MINUTE);
        assertThat(lines()).hasSize(2).noneMatch(line -> line.contains("more of the same"));
    }

    @Test
    void summary_opensAnotherMinute() {
        occurs("db:1", Severity.ERROR, START);
        occurs("db:1", Severity.ERROR, START);
        log.tick(START + MINUTE);
        occurs("db:1", Severity.ERROR, START + MINUTE + 1);
        assertThat(lines()).hasSize(2);
        log.end(START + MINUTE + 5_000);
        assertThat(lines()).hasSize(3).last().asString().contains("... and 1 more of the same in the last 5s");
    }

    @Test
    void worse_isToldAtOnceAndAsSuch() {
        occurs("db:1", Severity.WARN, START);
        occurs("db:1", Severity.ERROR, START + 1);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(1)).contains(" tcpclose ERROR fin-withheld  db:1  Has become worse, was warn: held");
        log.end(START + 2);
        assertThat(lines()).hasSize(2);
    }

    @Test
    void worse_fromBelowTheLevel_isTold() {
        occurs("db:1", Severity.INFO, START);
        assertThat(lines()).isEmpty();
        occurs("db:1", Severity.WARN, START + 1);
        assertThat(lines()).hasSize(1).first().asString().contains(" WARN ", "was info");
    }

    @Test
    void occurrencesBelowTheLevel_areNotSummed() {
        occurs("db:1", Severity.WARN, START);
        for (int i = 0; i < 5; i++) occurs("db:1", Severity.INFO, START);
        log.end(START + 1);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void retraction_isToldOfWhatHadALine() {
        Finding told = occurs("db:1", Severity.WARN, START);
        Finding quiet = occurs("db:2", Severity.INFO, START);
        List.of(told, quiet).forEach(finding -> {
            finding.activated(null);
            finding.retracted(null);
        });
        log.tick(START + 1);
        log.tick(START + 2 * MINUTE);
        assertThat(lines()).hasSize(2).last().asString().contains("db:1  retracted: 1 of its connections proved legal");
    }

    @Test
    void clockSetBack_doesNotKeepAMinuteOpen() {
        occurs("db:1", Severity.ERROR, START);
        occurs("db:1", Severity.ERROR, START);
        log.tick(START - 10 * MINUTE);
        log.tick(START - 9 * MINUTE);
        assertThat(lines()).hasSize(2);
    }

    @Test
    void levelAndForm_changeWhileItRuns() {
        log.to(options("log.level=error"), written::add);
        occurs("db:1", Severity.WARN, START);
        assertThat(lines()).isEmpty();
        log.to(options("log.level=info,log.format=json"), written::add);
        occurs("db:1", Severity.WARN, START);
        assertThat(lines()).hasSize(1).first().asString().startsWith("{\"time\":");
    }
}
