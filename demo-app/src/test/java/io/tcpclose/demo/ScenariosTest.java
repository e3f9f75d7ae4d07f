package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenariosTest {
    private static final List<String> RULES = List.of(
            "eof-not-closed",
            "done-not-closed",
            "half-close-stuck",
            "closed-but-registered",
            "collected-without-close",
            "opened-never-connected",
            "write-after-fin",
            "write-to-dead-peer",
            "use-after-close",
            "use-after-shutdown",
            "close-discards-unread",
            "abortive-close",
            "late-close",
            "idle-growing",
            "connection-churn",
            "open-at-exit",
            "fin-unnoticed",
            "peer-vanished",
            "accepted-never-read",
            "backlog-close-wait",
            "shutdown-input-data-lost",
            "fin-withheld",
            "foreign-shutdown",
            "orphan-fin-wait-2",
            "untracked-sockets");
    private static final List<String> LEGAL = List.of(
            "legal-half-close-client",
            "legal-half-close-server",
            "clean-echo-socket",
            "clean-echo-channel",
            "clean-echo-async",
            "clean-echo-selector",
            "double-close",
            "close-unblocks-reader",
            "idle-pool",
            "legal-shutdown-shared",
            "legal-slow-backlog",
            "legal-server-speaks-first");

    @Test
    void names_areUnique() {
        assertThat(Scenarios.ALL).extracting(Scenario::name).doesNotHaveDuplicates();
    }

    @Test
    void misuse_coversEachRule() {
        assertThat(Scenarios.ALL)
                .filteredOn(Scenario::misuse)
                .extracting(Scenario::name)
                .containsAll(RULES);
    }

    @Test
    void misuse_isNamedAfterARule() {
        assertThat(Scenarios.ALL).filteredOn(Scenario::misuse).allSatisfy(scenario -> assertThat(RULES)
                .anyMatch(scenario.name()::startsWith));
    }

    @Test
    void legal_coversEachIdiom() {
        assertThat(Scenarios.ALL)
                .filteredOn(scenario -> !scenario.misuse())
                .extracting(Scenario::name)
                .containsAll(LEGAL);
    }

    @Test
    void summaries_areOneSentence() {
        assertThat(Scenarios.ALL).extracting(Scenario::summary).allMatch(text -> text.matches("[A-Z][^.]*\\."));
    }
}
