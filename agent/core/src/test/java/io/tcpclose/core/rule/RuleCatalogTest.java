package io.tcpclose.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Scripted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, severities and thresholds are a contract with users: here they stand a second time, on purpose. */
class RuleCatalogTest {
    private static final String CONTRACT = """
            closed-but-registered warn 60s
            done-not-closed error 10s
            eof-not-closed warn 30s
            accepted-never-read warn 30s
            fin-unnoticed warn 300s
            half-close-stuck warn 120s
            peer-vanished warn 30s
            opened-never-connected error 60s
            collected-without-close error -
            write-after-fin warn -
            write-to-dead-peer warn -
            use-after-close warn -
            use-after-shutdown warn -
            foreign-shutdown warn -
            shutdown-input-data-lost warn -
            close-discards-unread warn -
            abortive-close info -
            late-close info 60s
            backlog-close-wait error 10s
            orphan-fin-wait-2 info 10s
            fin-withheld error -
            untracked-sockets info 60s
            idle-growing warn 600s
            connection-churn info 60s
            open-at-exit info -
            """;

    @Test
    void all_asPromised() {
        StringBuilder all = new StringBuilder();
        for (Rule rule : RuleCatalog.all()) {
            Duration after = rule.after();
            all.append(rule.id())
                    .append(' ')
                    .append(rule.severity().label())
                    .append(' ')
                    .append(after == null ? "-" : after.toSeconds() + "s")
                    .append('\n');
        }
        assertThat(all).hasToString(CONTRACT);
    }

    @Test
    void ids_areUniqueAndOfEachRule() {
        List<String> ids = RuleCatalog.all().stream().map(Rule::id).toList();
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z]+(-[a-z0-9]+)+"));
        assertThat(RuleCatalog.ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void advice_isAClauseForAPerson() {
        assertThat(RuleCatalog.all()).allSatisfy(rule -> assertThat(rule.advice())
                .as(rule.id())
                .hasSizeBetween(20, 140)
                .doesNotEndWith(".")
                .doesNotContain("\n"));
    }

    @Test
    void hit_ofAGroupRule_hasItsDefaultSeverity() {
        assertThat(RuleCatalog.idleGrowing().hit("x").severity()).isEqualTo(Severity.WARN);
        assertThat(RuleCatalog.connectionChurn().hit("x").severity()).isEqualTo(Severity.INFO);
    }

    // --- settings ---

    @Test
    void settings_default_areTheRules() {
        for (Rule rule : RuleCatalog.all()) {
            Duration after = rule.after();
            assertThat(RuleSettings.DEFAULT.after(rule)).isEqualTo(after == null ? 0 : after.toNanos());
            assertThat(RuleSettings.DEFAULT.isOff(rule)).isFalse();
        }
    }

    @Test
    void settings_ofTheUser_replace() {
        RuleSettings set = new RuleSettings(
                Map.of("idle-growing", "off", "connection-churn", "error"),
                Map.of("idle-growing", Duration.ofMillis(250)));
        assertThat(set.isOff(RuleCatalog.idleGrowing())).isTrue();
        assertThat(set.after(RuleCatalog.idleGrowing())).isEqualTo(250_000_000);
        assertThat(set.isOff(RuleCatalog.connectionChurn())).isFalse();
        assertThat(set.severity(RuleCatalog.connectionChurn().hit("x"))).isEqualTo(Severity.ERROR);
        assertThat(set.severity(RuleCatalog.openAtExit()
                        .hit(Scripted.client(0, "db", 5432).connection(), 0)))
                .isEqualTo(Severity.INFO);
    }

    @Test
    void severity_labels_areInOrderAndFound() {
        for (Severity severity : Severity.values())
            assertThat(Severity.of(severity.label())).isEqualTo(severity);
        assertThat(Severity.of("off")).isNull();
        assertThat(Severity.ERROR.atLeast(Severity.WARN)).isTrue();
        assertThat(Severity.INFO.atLeast(Severity.WARN)).isFalse();
        assertThat(Severity.WARN.atLeast(Severity.WARN)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 ms",
        "999,999 ms",
        "1000,1 s",
        "119999,119 s",
        "120000,2 min",
        "7199999,119 min",
        "7200000,2 h",
    })
    void duration_inWords_hasOneUnit(long millis, String words) {
        assertThat(Subject.duration(Duration.ofMillis(millis).toNanos())).isEqualTo(words);
    }

    /** A group speaks as a group; these speak of many by themselves. */
    @Test
    void many_everyRule_hasAClauseThatIsTrueOfEach() {
        Set<String> speakOfMany = Set.of("idle-growing", "connection-churn", "backlog-close-wait");
        for (Rule rule : RuleCatalog.all()) {
            Many many = rule.many();
            if (speakOfMany.contains(rule.id())) assertThat(many).isNull();
            else
                assertThat(Objects.requireNonNull(many, rule.id()).clause())
                        .as(rule.id())
                        .matches("(?s)[a-z].*\\.")
                        .doesNotContainPattern("(?<!FIN_WAIT_|SO_LINGER )[0-9]");
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "59999,59s", "475000,7m55s", "11040000,3h4m", "183600000,2d3h"})
    void age_amongOtherNumbers_hasTwoUnits(long millis, String words) {
        assertThat(Subject.age(Duration.ofMillis(millis).toNanos())).isEqualTo(words);
    }
}
