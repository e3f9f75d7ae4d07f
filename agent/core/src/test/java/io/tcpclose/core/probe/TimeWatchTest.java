package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.LastUse;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.filter.Selectors;
import io.tcpclose.core.filter.Suppressions;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.ledger.Verdict;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.RuleSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TimeWatchTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    @RegisterExtension
    final Books books = new Books();

    // --- two probes ---

    @Test
    void rule_oneProbe_isNotEnough() {
        Books.client().eof(0);
        books.pass(10 * MINUTE);
        assertThat(books.findings()).isEmpty();
        books.pass(10 * MINUTE + 1);
        assertThat(books.findings()).containsExactly("eof-not-closed error 1/1/0");
    }

    @Test
    void rule_stateLeftBetweenTheProbes_beginsAnew() {
        Scripted life = Books.client().eof(0);
        books.pass(40 * SECOND);
        life.inRead(true);
        books.pass(41 * SECOND);
        life.inRead(false);
        books.pass(42 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.pass(43 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/1/0");
    }

    @Test
    void rule_anotherAtTheSecondProbe_mustAgreeItself() {
        Scripted life = Books.client().eof(0);
        books.pass(60 * SECOND);
        life.shutdownOutput(20 * SECOND);
        books.pass(61 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.pass(62 * SECOND);
        assertThat(books.findings()).containsExactly("done-not-closed error 1/1/0");
    }

    // --- going on, ending ---

    @Test
    void finding_goesOn_risesOnceAndSaysSo() {
        Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND, 60 * SECOND, 299 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/1/0");
        books.passes(300 * SECOND, 400 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed error 1/1/0");
        assertThat(books.only().message()).contains("6 min");
        assertThat(books.log()).containsExactly("first eof-not-closed warn", "worse eof-not-closed error");
    }

    @Test
    void finding_closed_isResolved() {
        Scripted life = Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        life.closes(36 * SECOND);
        books.pass(40 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/0/0");
        assertThat(books.engine().totals().verdicts(Verdict.MISUSE)).isEqualTo(1);
    }

    @Test
    void finding_writtenThenClosedWithoutReset_isRetracted() {
        Scripted life = Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        life.writes(100).closes(36 * SECOND);
        books.pass(40 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/0/1");
        assertThat(books.only().stands()).isFalse();
        assertThat(books.engine().totals().verdicts(Verdict.LEGAL)).isEqualTo(1);
    }

    @Test
    void finding_writtenThenReset_isResolved() {
        Scripted life = Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        life.writes(100).reset(36 * SECOND).closes(37 * SECOND);
        books.pass(40 * SECOND);
        assertThat(books.findings()).contains("eof-not-closed warn 1/0/0");
        assertThat(books.engine().totals().verdicts(Verdict.MISUSE)).isEqualTo(1);
    }

    @Test
    void finding_writtenAndStillOpen_isRetractedAndMayComeAgain() {
        Scripted life = Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        life.writes(1);
        books.pass(40 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/0/1");
        books.passes(50 * SECOND, 69 * SECOND);
        assertThat(books.only().active()).isZero();
        books.passes(70 * SECOND, 75 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 2/1/1");
        assertThat(books.only().stands()).isTrue();
    }

    @Test
    void finding_stateLeftForAnother_endsBeforeThatOneFires() {
        Scripted life = Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        life.shutdownOutput(36 * SECOND);
        books.passes(60 * SECOND, 65 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/0/0", "done-not-closed error 1/1/0");
    }

    @Test
    void finding_ofAStuckHalfClose_answeredAfterAll_isRetracted() {
        Scripted life = Books.client().shutdownOutput(0);
        books.passes(2 * MINUTE, 2 * MINUTE + 1);
        assertThat(books.findings()).containsExactly("half-close-stuck warn 1/1/0");
        life.reads(10).eof(2 * MINUTE + 5).closes(2 * MINUTE + 6);
        books.pass(3 * MINUTE);
        assertThat(books.findings()).containsExactly("half-close-stuck warn 1/0/1");
    }

    @Test
    void finding_heldDescriptorReleased_isResolvedAndNoHalfClose() {
        Scripted life = Books.client().held(0);
        books.passes(60 * SECOND, 61 * SECOND);
        assertThat(books.findings()).containsExactly("closed-but-registered warn 1/1/0");
        life.released(62 * SECOND, 0);
        books.pass(63 * SECOND);
        assertThat(books.findings()).containsExactly("closed-but-registered warn 1/0/0");
        assertThat(books.engine().totals().verdicts(Verdict.MISUSE)).isZero();
    }

    @Test
    void finding_neverConnected_closedIsNoMisusedHalfClose() {
        Scripted life = Scripted.opened(Books.START);
        books.passes(60 * SECOND, 61 * SECOND);
        life.closes(62 * SECOND);
        books.pass(63 * SECOND);
        assertThat(books.findings()).containsExactly("opened-never-connected error 1/0/0");
        assertThat(books.engine().totals().verdicts(Verdict.MISUSE)).isZero();
        assertThat(books.engine().totals().verdicts(Verdict.NONE)).isEqualTo(1);
    }

    // --- what users set ---

    @Test
    void rule_off_findsNothing() {
        books.open(Filters.NONE, Books.severity("eof-not-closed", "off"));
        Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND, 40 * SECOND);
        assertThat(books.findings()).isEmpty();
        assertThat(books.log()).isEmpty();
    }

    @Test
    void rule_severitySet_isThatOne() {
        books.open(Filters.NONE, Books.severity("eof-not-closed", "info"));
        Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND, 600 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed info 1/1/0");
    }

    @Test
    void rule_thresholdSet_holds() {
        books.open(Filters.NONE, Books.after("eof-not-closed", Duration.ofMillis(100)));
        Books.client().eof(0);
        books.passes(99, 99, 100);
        assertThat(books.findings()).isEmpty();
        books.pass(101);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/1/0");
    }

    @Test
    void settings_changedWhileRunning_hold() {
        Books.client().eof(0);
        books.passes(10, 20);
        books.ledger().settings(Books.after("eof-not-closed", Duration.ofMillis(25)));
        books.passes(30, 40);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/1/0");
    }

    /** Past its threshold for a moment between two looks: nothing that a person could act on. */
    @Test
    void rule_overdueAtOneProbeOnly_saysNothing() {
        Scripted life = Books.client().eof(0);
        books.passes(25 * SECOND, 30 * SECOND);
        life.closes(31 * SECOND);
        books.pass(35 * SECOND);
        assertThat(books.findings()).noneMatch(finding -> finding.startsWith("eof-not-closed"));
    }

    @Test
    void finding_excludedOrNotIncluded_isNotThere() {
        Selectors port = Selectors.parse("port:5432").value();
        books.open(new Filters(Selectors.NONE, port, Selectors.NONE, Suppressions.NONE), RuleSettings.DEFAULT);
        Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        assertThat(books.findings()).isEmpty();
        Selectors other = Selectors.parse("port:80").value();
        books.open(new Filters(other, Selectors.NONE, Selectors.NONE, Suppressions.NONE), RuleSettings.DEFAULT);
        Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.open(new Filters(port, Selectors.NONE, Selectors.NONE, Suppressions.NONE), RuleSettings.DEFAULT);
        Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        assertThat(books.findings()).hasSize(1);
    }

    @Test
    void finding_suppressed_isCountedOnceAndNotLogged() {
        Suppressions accepted = Suppressions.parse("eof-not-closed port:5432 # known", RuleCatalog.ids())
                .value();
        books.open(new Filters(Selectors.NONE, Selectors.NONE, Selectors.NONE, accepted), RuleSettings.DEFAULT);
        Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND, 40 * SECOND, 400 * SECOND);
        assertThat(books.findings()).isEmpty();
        assertThat(books.log()).isEmpty();
        assertThat(books.ledger().suppressedByRule()).containsExactly(java.util.Map.entry("eof-not-closed", 1L));
    }

    /** Accepted, a request that nobody reads, and the client has gone: the first of two rules that hold. */
    private Scripted unreadAndGone() {
        Scripted life = Scripted.server(Books.START, 8080);
        books.kernel().fin(life.connection()).unread(life.connection(), 5);
        return life;
    }

    private static final long[] HALF_AN_HOUR = {5, 10, 15, 60, 300, 600, 1_200, 1_800};

    private void passHalfAnHour() {
        for (long at : HALF_AN_HOUR) books.pass(at * SECOND);
    }

    @Test
    void twoRulesHold_theFirstSpeaksAlone() {
        unreadAndGone();
        passHalfAnHour();
        assertThat(books.findings()).containsExactly("accepted-never-read warn 1/1/0");
    }

    @Test
    void firstRuleOff_hidesNotTheOneBehind() {
        books.open(Filters.NONE, Books.severity("accepted-never-read", "off"));
        unreadAndGone();
        passHalfAnHour();
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 1/1/0");
        assertThat(books.ledger().suppressedByRule()).isEmpty();
    }

    @Test
    void firstRuleSuppressed_isCountedOnceAndHidesNotTheOneBehind() {
        Suppressions accepted = Suppressions.parse("accepted-never-read port:8080 # known", RuleCatalog.ids())
                .value();
        books.open(new Filters(Selectors.NONE, Selectors.NONE, Selectors.NONE, accepted), RuleSettings.DEFAULT);
        unreadAndGone();
        passHalfAnHour();
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 1/1/0");
        assertThat(books.ledger().suppressedByRule()).containsExactly(java.util.Map.entry("accepted-never-read", 1L));
    }

    @Test
    void firstRuleOff_theOneBehindHoldsNot_saysNothing() {
        books.open(Filters.NONE, Books.severity("accepted-never-read", "off"));
        Scripted life = Scripted.server(Books.START, 8080);
        books.kernel().alive(life.connection()).unread(life.connection(), 5);
        passHalfAnHour();
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void ruleTurnedOffWhileActive_isResolvedAndTheOneBehindSpeaks() {
        unreadAndGone();
        books.passes(5 * SECOND, 60 * SECOND, 65 * SECOND);
        books.ledger().settings(Books.severity("accepted-never-read", "off"));
        books.passes(600 * SECOND, 605 * SECOND);
        assertThat(books.findings()).containsExactly("accepted-never-read warn 1/0/0", "fin-unnoticed warn 1/1/0");
    }

    /** Whether it was legal does not depend on what a user wants to hear of. */
    @Test
    void ruleOff_leftOpen_isStillMisuse() {
        books.open(Filters.NONE, Books.severity("eof-not-closed", "off"));
        Scripted life = Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        life.closes(36 * SECOND);
        books.pass(40 * SECOND);
        assertThat(books.engine().totals().verdicts(Verdict.MISUSE)).isEqualTo(1);
    }

    @Test
    void ruleOff_hidesNotThatItIsOpenAtExit() {
        books.open(Filters.NONE, Books.severity("eof-not-closed", "off"));
        Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        books.end(36 * SECOND);
        assertThat(books.findings()).containsExactly("open-at-exit info 1/0/0");
    }

    @Test
    void halfClose_expected_isLegalHoweverLong() {
        Selectors byDesign = Selectors.parse("port:5432").value();
        books.open(new Filters(Selectors.NONE, Selectors.NONE, byDesign, Suppressions.NONE), RuleSettings.DEFAULT);
        Scripted stuck = Books.client().shutdownOutput(0);
        Scripted left = Books.client().eof(0);
        books.passes(2 * MINUTE, 3 * MINUTE, 60 * MINUTE);
        assertThat(books.findings()).isEmpty();
        stuck.reads(1).eof(61 * MINUTE).closes(61 * MINUTE);
        left.closes(61 * MINUTE);
        books.pass(62 * MINUTE);
        assertThat(books.engine().totals().verdicts(Verdict.MISUSE)).isZero();
        assertThat(books.engine().totals().verdicts(Verdict.LEGAL)).isEqualTo(1);
    }

    // --- who is in it ---

    @Test
    void nowIn_whenItFires_isTheLastUsersStack() {
        Scripted life = Books.client().uses().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        Connection c = life.connection();
        assertThat(Engine.nowIn(c)).anyMatch(frame -> frame.contains("nowIn_whenItFires_isTheLastUsersStack"));
        LastUse use = c.lastUse;
        assertThat(use).isNotNull();
        life.closes(36 * SECOND);
        books.pass(40 * SECOND);
        assertThat(Engine.nowIn(c)).isEmpty();
    }
}
