package io.tcpclose.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.Stacks;
import io.tcpclose.bootstrap.Traced;
import io.tcpclose.core.filter.Selectors;
import io.tcpclose.core.filter.Suppressions;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.rule.Many;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.site.Site;
import io.tcpclose.core.site.Sites;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerTest {
    private static final long NOON = Instant.parse("2026-06-15T12:00:00Z").toEpochMilli();

    @RegisterExtension
    final Traced traced = new Traced(new EventInbox());

    private final List<String> log = new ArrayList<>();
    private final Ledger ledger = ledger(Filters.NONE);

    private Ledger ledger(Filters filters) {
        FindingListener listener = (finding, occurrence, news, was, millis) -> log.add(finding.count() + " "
                + news.name().toLowerCase(Locale.ROOT) + (was == null ? "" : " than " + was.label()));
        return new Ledger(new Sites(48), filters, RuleSettings.DEFAULT, listener);
    }

    private static Connection client() {
        return Scripted.client(0, "db", 5432).connection();
    }

    private static Connection openedBy(String type) {
        Connection c = Scripted.client(0, "db", 5432).connection();
        c.openedTrace = Stacks.of(new StackTraceElement(type, "open", type + ".java", 1));
        return c;
    }

    private static Rule.Hit hit(Severity severity, String message, @Nullable String offender) {
        Object trace = offender == null ? null : Stacks.of(new StackTraceElement(offender, "f", offender + ".java", 1));
        return new Rule.Hit(RuleCatalog.openAtExit(), severity, message, trace, offender, null);
    }

    private static Rule.Hit hit() {
        return hit(Severity.INFO, "open", null);
    }

    @Test
    void record_sameOrigin_isOneGroupWithItsFirstAndLatest() {
        Connection first = openedBy("Dao");
        Connection second = openedBy("Dao");
        Connection third = openedBy("Dao");
        for (Connection c : List.of(first, second, third)) ledger.record(c, hit(), NOON + c.id);
        Finding finding = ledger.findings().iterator().next();
        assertThat(ledger.findings()).hasSize(1);
        assertThat(finding.count()).isEqualTo(3);
        assertThat(finding.first()).isSameAs(first);
        assertThat(finding.latest()).isSameAs(third);
        assertThat(finding.firstMillis()).isEqualTo(NOON + first.id);
        assertThat(finding.lastMillis()).isEqualTo(NOON + third.id);
        assertThat(finding.endpoint()).isEqualTo("db:5432");
        assertThat(log).containsExactly("1 first", "2 more", "3 more");
    }

    @Test
    void record_anotherPlaceEndpointOrRule_isAnotherGroup() {
        ledger.record(openedBy("Dao"), hit(), NOON);
        ledger.record(openedBy("Other"), hit(), NOON);
        ledger.record(openedBy("Dao"), hit(Severity.INFO, "open", "Offender"), NOON);
        ledger.record(openedBy("Dao"), RuleCatalog.connectionChurn().hit("churn"), NOON);
        ledger.record(Scripted.client(0, "other", 5432).connection(), hit(), NOON);
        assertThat(ledger.findings())
                .hasSize(5)
                .extracting(Finding::fingerprint)
                .doesNotHaveDuplicates();
    }

    @Test
    void record_worseThanBefore_theWorstSpeaksAndTheRiseIsTold() {
        Finding finding = Objects.requireNonNull(ledger.record(openedBy("Dao"), hit(Severity.INFO, "one", null), NOON));
        ledger.record(openedBy("Dao"), hit(Severity.WARN, "two", null), NOON);
        ledger.record(openedBy("Dao"), hit(Severity.INFO, "three", null), NOON);
        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.message()).as("one of its severity").isEqualTo("3 connections: open when the JVM ended.");
        assertThat(log).containsExactly("1 first", "2 worse than info", "3 more");
        assertThat(ledger.occurred(RuleCatalog.openAtExit(), Severity.INFO)).isEqualTo(2);
        assertThat(ledger.occurred(RuleCatalog.openAtExit(), Severity.WARN)).isEqualTo(1);
    }

    private Connection active(Severity severity, String message, long heldSeconds) {
        Connection c = openedBy("Dao");
        Rule.Hit hit = hit(severity, message, null).heldFor(heldSeconds * 1_000_000_000);
        Objects.requireNonNull(ledger.record(c, hit, NOON)).activated(c);
        return c;
    }

    private Finding only() {
        assertThat(ledger.findings()).hasSize(1);
        return ledger.findings().iterator().next();
    }

    @Test
    void message_oneIsOneAndMoreAreAGroup() {
        Connection first = active(Severity.WARN, "the first", 70);
        assertThat(only().message()).isEqualTo("the first");
        active(Severity.WARN, "the second", 30);
        assertThat(only().message()).isEqualTo("2 connections, oldest 1m10s: open when the JVM ended.");
        only().resolved(first);
        assertThat(only().message()).as("the one that is left").isEqualTo("the second");
    }

    @Test
    void speaker_severityMessageAndStackAreOfOneConnection() {
        active(Severity.WARN, "old", 3_600);
        Connection bad = active(Severity.ERROR, "bad", 60);
        ledger.goesOn(only(), bad, hit(Severity.ERROR, "bad and older", "Offender"), NOON);
        assertThat(only().severity()).isEqualTo(Severity.ERROR);
        assertThat(only().offendingThread()).isEqualTo("Offender");
        only().retracted(bad);
        assertThat(only().severity()).as("the bad one was legal").isEqualTo(Severity.WARN);
        assertThat(only().message()).isEqualTo("old");
        assertThat(only().offendingThread()).isNull();
    }

    @Test
    void message_occurrencesOfAnotherKind_areNotCountedIn() {
        Many unread = Many.connections("open with bytes unread.");
        for (int i = 0; i < 3; i++)
            ledger.record(openedBy("Dao"), hit(Severity.WARN, "unread", null).of(unread), NOON);
        ledger.record(openedBy("Dao"), hit(), NOON);
        assertThat(only().message()).isEqualTo("3 of 4 connections: open with bytes unread.");
    }

    @Test
    void message_allResolved_speaksOfAll() {
        List<Connection> all = new ArrayList<>();
        for (int i = 1; i <= 90; i++) all.add(active(Severity.WARN, "one", i));
        all.forEach(only()::resolved);
        assertThat(only().active()).isZero();
        assertThat(only().message()).isEqualTo("90 connections, oldest 1m30s: open when the JVM ended.");
    }

    @Test
    void advice_ofTheEvidence_goesBeforeTheRules() {
        Finding finding = Objects.requireNonNull(ledger.record(client(), hit().advising("look there"), NOON));
        assertThat(finding.advice()).isEqualTo("look there");
    }

    @Test
    void goesOn_isToldWhenItRisesOnly() {
        Connection c = openedBy("Dao");
        Finding finding = Objects.requireNonNull(ledger.record(c, hit(), NOON));
        finding.activated(c);
        ledger.goesOn(finding, c, hit(Severity.INFO, "still", null), NOON);
        assertThat(log).containsExactly("1 first");
        ledger.goesOn(finding, c, hit(Severity.WARN, "worse", "Offender"), NOON);
        assertThat(log).containsExactly("1 first", "1 worse than info");
        assertThat(finding.message()).isEqualTo("worse");
        assertThat(finding.offendingThread()).isEqualTo("Offender");
        assertThat(finding.count()).isEqualTo(1);
        Connection other = openedBy("Dao");
        ledger.record(other, hit(), NOON);
        finding.activated(other);
        ledger.goesOn(finding, other, hit(Severity.WARN, "as bad", null), NOON);
        assertThat(log).endsWith("2 more", "2 follows than info");
    }

    /** The log asks for its site and its words before it is known that it goes on. */
    @Test
    void goesOn_ofOneThatTheListenerLookedAt_isStillActive() {
        List<String> said = new ArrayList<>();
        Ledger looked = new Ledger(
                new Sites(48),
                Filters.NONE,
                RuleSettings.DEFAULT,
                (finding, occurrence, news, was, millis) ->
                        said.add(finding.severity().label() + " " + finding.message()));
        Connection c = openedBy("Dao");
        Finding finding = Objects.requireNonNull(looked.record(c, hit(Severity.WARN, "for 1 s", null), NOON));
        finding.activated(c);
        looked.goesOn(finding, c, hit(Severity.WARN, "for 12 s", null), NOON);
        assertThat(finding.message()).isEqualTo("for 12 s");
        Connection second = openedBy("Dao");
        looked.record(second, hit(Severity.WARN, "for 2 s", null), NOON);
        finding.activated(second);
        assertThat(finding.message()).isEqualTo("2 connections: open when the JVM ended.");
        finding.resolved(c);
        assertThat(finding.message()).isEqualTo("for 2 s");
        assertThat(said).startsWith("warn for 1 s");
    }

    @Test
    void worsened_eventOfOneConnection_isCountedOnce() {
        Connection c = openedBy("Dao");
        Told told = Objects.requireNonNull(ledger.tell(c, hit(Severity.WARN, "for 2 s", "A"), NOON));
        Told worse = ledger.worsened(told, c, hit(Severity.ERROR, "for 10 s", "B"), NOON);
        assertThat(ledger.worsened(worse, c, hit(Severity.WARN, "again", "A"), NOON))
                .isSameAs(worse);
        assertThat(only().count()).isEqualTo(1);
        assertThat(only().severity()).isEqualTo(Severity.ERROR);
        assertThat(only().message()).isEqualTo("for 10 s");
        assertThat(log).containsExactly("1 first", "1 worse than warn");
        assertThat(ledger.occurred(RuleCatalog.openAtExit(), Severity.WARN)).isEqualTo(1);
        assertThat(ledger.occurred(RuleCatalog.openAtExit(), Severity.ERROR)).isZero();
    }

    @Test
    void record_sitesThatDifferInLinesAndTails_areOneFinding() {
        Connection pooled = openedBy("Dao");
        Connection other = openedBy("Dao");
        StackTraceElement pool =
                new StackTraceElement("java.util.concurrent.ThreadPoolExecutor", "runWorker", "T.java", 9);
        pooled.openedTrace = Stacks.of(new StackTraceElement("Dao", "open", "Dao.java", 2), pool);
        for (Connection c : List.of(pooled, other)) ledger.record(c, hit(), NOON);
        assertThat(only().count()).isEqualTo(2);
    }

    @Test
    void record_moreThanTheCap_isCountedAndOldOnesGoOn() {
        for (int i = 0; i < 1_010; i++) ledger.record(openedBy("Dao" + i), hit(), NOON);
        assertThat(ledger.findings()).hasSize(1_000);
        assertThat(ledger.dropped()).isEqualTo(10);
        assertThat(Objects.requireNonNull(ledger.record(openedBy("Dao0"), hit(), NOON))
                        .count())
                .isEqualTo(2);
        assertThat(ledger.record(openedBy("DaoNew"), hit(), NOON)).isNull();
    }

    @Test
    void record_suppressed_untilItsDay() {
        String line = "open-at-exit class:Dao until:2026-06-15 # issue 7";
        Suppressions file = Suppressions.parse(line, RuleCatalog.ids()).value();
        Ledger filtered = ledger(new Filters(Selectors.NONE, Selectors.NONE, Selectors.NONE, file));
        assertThat(filtered.record(openedBy("Dao"), hit(), NOON)).isNull();
        assertThat(filtered.record(openedBy("Dao"), hit(), NOON)).isNull();
        assertThat(filtered.record(openedBy("Other"), hit(), NOON)).isNotNull();
        assertThat(filtered.suppressedByRule()).isEqualTo(Map.of("open-at-exit", 2L));
        long aDay = 24 * 60 * 60 * 1000;
        assertThat(filtered.record(openedBy("Dao"), hit(), NOON + 2 * aDay)).isNotNull();
    }

    @Test
    void record_excludedAndSuppressed_isNotCountedAsSuppressed() {
        Suppressions all =
                Suppressions.parse("* port:5432 # all", RuleCatalog.ids()).value();
        Selectors exclude = Selectors.parse("port:5432").value();
        Ledger filtered = ledger(new Filters(Selectors.NONE, exclude, Selectors.NONE, all));
        assertThat(filtered.record(client(), hit(), NOON)).isNull();
        assertThat(filtered.suppressedByRule()).isEmpty();
        assertThat(filtered.shows(client())).isFalse();
    }

    @Test
    void siteOf_isResolvedOnceAndKept() {
        Connection c = openedBy("Dao");
        Site site = ledger.siteOf(c);
        assertThat(site.label()).isEqualTo("Dao.open");
        assertThat(c.openedTrace).isSameAs(site);
        c.openedTrace = null;
        assertThat(ledger.siteOf(c)).isSameAs(Site.NONE);
    }

    @Test
    void finding_activeAndTakenBack_areKeptApart() {
        Connection c = client();
        Finding finding = Objects.requireNonNull(ledger.record(c, hit(), NOON));
        finding.activated(c);
        finding.retracted(c);
        assertThat(finding.active()).isZero();
        assertThat(finding.retractedCount()).isEqualTo(1);
        assertThat(finding.stands()).isFalse();
        ledger.record(c, hit(), NOON);
        finding.activated(c);
        finding.resolved(c);
        assertThat(finding.active()).isZero();
        assertThat(finding.stands()).isEqualTo(finding.count() > finding.retractedCount());
    }
}
