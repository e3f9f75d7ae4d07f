package io.tcpclose.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActiveOccurrencesTest {
    private final AtomicLong compared = new AtomicLong();
    private final ActiveOccurrences active = new ActiveOccurrences((a, b) -> {
        compared.incrementAndGet();
        return ActiveOccurrences.WORST_FIRST.compare(a, b);
    });

    private static Occurrence occurrence(Connection c, Severity severity, long held) {
        return new Occurrence(c, severity, "", null, "", held, null, null, Site.NONE, Site.NONE);
    }

    private Connection put(Severity severity, long held) {
        Connection c = Scripted.blank().connection();
        active.put(c, occurrence(c, severity, held));
        return c;
    }

    private @Nullable Connection worst() {
        Occurrence worst = active.worst();
        return worst == null ? null : worst.connection();
    }

    @Test
    void worst_bySeverityThenByAge() {
        assertThat(worst()).isNull();
        Connection old = put(Severity.WARN, 9);
        put(Severity.WARN, 3);
        Connection bad = put(Severity.ERROR, 1);
        assertThat(worst()).isSameAs(bad);
        active.put(bad, occurrence(bad, Severity.INFO, 99));
        assertThat(worst()).as("it is no longer as bad").isSameAs(old);
        active.remove(old);
        assertThat(active.remove(old)).isNull();
        assertThat(active.size()).isEqualTo(2);
    }

    @Test
    void asBadAndAsOld_areTwo() {
        put(Severity.WARN, 5);
        put(Severity.WARN, 5);
        assertThat(active.all()).hasSize(2);
    }

    /** Comes, is asked for, goes: the oldest first, as a pool closes them. 17 is the height of a tree of so many. */
    @Test
    void work_growsWithTheLogarithm() {
        int many = 100_000;
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(put(Severity.WARN, many - i));
            active.worst();
        }
        for (Connection c : all) {
            active.remove(c);
            active.worst();
        }
        assertThat(compared.get()).isLessThan(4L * 17 * many);
    }
}
