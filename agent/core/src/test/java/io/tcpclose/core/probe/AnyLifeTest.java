package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.rule.TimeRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random lives between probes, always the same ones. */
class AnyLifeTest {
    @RegisterExtension
    final Books books = new Books();

    /** Sums hold and nothing stays active, whatever happens in whatever order between probes. */
    @Test
    void lives_anyOrder_haveOneActiveRuleAtMostAndNoneAfterClose() {
        Random random = new Random(7_2026);
        int findings = 0;
        for (int i = 0; i < 300; i++) {
            books.open(Filters.NONE, shortThresholds());
            live(random);
            findings += books.ledger().findings().size();
        }
        assertThat(findings).isGreaterThan(300);
    }

    private static RuleSettings shortThresholds() {
        Map<String, Duration> after = new HashMap<>();
        for (TimeRule rule : RuleCatalog.timeRules()) after.put(rule.id(), Duration.ofMillis(30));
        after.put("idle-growing", Duration.ofMillis(50));
        return new RuleSettings(Map.of(), after);
    }

    private void live(Random random) {
        List<Scripted> lives = new ArrayList<>();
        for (int i = 0; i < 4; i++) lives.add(random.nextBoolean() ? Books.client() : Scripted.opened(Books.START));
        for (int at = 1; at <= 25; at++) {
            Scripted life = lives.get(random.nextInt(lives.size()));
            happen(life, random.nextInt(9), at * 10L);
            books.pass(at * 10L + 5);
            assertThat(active()).as("one each, at the most").isEqualTo(watched(lives));
        }
        for (Scripted life : lives) life.closes(1_000);
        books.pass(1_001);
        assertThat(active()).as(books.findings().toString()).isZero();
        for (Finding f : books.ledger().findings()) {
            assertThat(f.retractedCount()).isBetween(0L, f.count());
        }
    }

    private static long watched(List<Scripted> lives) {
        return lives.stream()
                .map(life -> Watch.peek(life.connection()))
                .filter(watch -> watch != null && watch.active != null)
                .count();
    }

    private long active() {
        return books.ledger().findings().stream().mapToLong(Finding::active).sum();
    }

    private static void happen(Scripted life, int what, long at) {
        switch (what) {
            case 0 -> life.eof(at);
            case 1 -> life.shutdownOutput(at);
            case 2 -> life.shutdownInput(at);
            case 3 -> life.reset(at);
            case 4 -> life.reads(1);
            case 5 -> life.writes(1);
            case 6 -> life.inRead(true);
            case 7 -> life.inRead(false);
            default -> life.turn(SocketEvent.CONNECTED);
        }
    }
}
