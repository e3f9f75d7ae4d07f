package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Scripted;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CrowdsTest {
    private static final long SECOND = 1_000;
    /** Of the rule, and so of a window. */
    private static final long WINDOW = 300 * SECOND;

    @RegisterExtension
    final Books books = new Books();

    /** Connections of one origin that exchanged something; descriptors must be kept. */
    private List<Scripted> pooled(int size, String host, long millis) {
        List<Scripted> pool = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Scripted life =
                    Scripted.client(Books.nanos(millis), host, 5432).reads(1).writes(1);
            books.kernel().alive(life.connection());
            pool.add(life);
        }
        return pool;
    }

    private void fin(List<Scripted> pool) {
        for (Scripted life : pool) books.kernel().fin(life.connection());
    }

    @Test
    void crowd_sevenOfOneOrigin_isAPool() {
        fin(pooled(7, "db", 0));
        books.passes(0, 10 * SECOND, 310 * SECOND, 311 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed info 7/7/0");
    }

    @Test
    void crowd_eightOfOneOrigin_isALeak() {
        fin(pooled(8, "db", 0));
        books.passes(0, 10 * SECOND, 310 * SECOND, 311 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 8/8/0");
    }

    @Test
    void crowd_eightOfTwoOrigins_areTwoPools() {
        fin(pooled(4, "db", 0));
        fin(pooled(4, "cache", 0));
        books.passes(0, 10 * SECOND, 310 * SECOND, 311 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed info 4/4/0", "fin-unnoticed info 4/4/0");
    }

    @Test
    void crowd_eighthComesLater_makesAllOfThemALeak() {
        List<Scripted> pool = pooled(8, "db", 0);
        fin(pool.subList(0, 7));
        books.passes(0, 10 * SECOND, 310 * SECOND, 311 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed info 7/7/0");
        fin(pool.subList(7, 8));
        books.passes(320 * SECOND, 325 * SECOND, 330 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 7/7/0");
    }

    @Test
    void crowd_closedOnes_areNoLongerCounted() {
        List<Scripted> pool = pooled(8, "db", 0);
        fin(pool);
        books.passes(0, 10 * SECOND);
        pool.get(0).closes(11 * SECOND);
        books.passes(12 * SECOND, 310 * SECOND, 311 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed info 7/7/0");
    }

    @Test
    void crowd_growingInThreeWindows_isALeak() {
        books.pass(0);
        for (int window = 1; window <= 3; window++) {
            fin(pooled(1, "db", (window - 1) * WINDOW));
            books.pass((window - 1) * WINDOW + 1);
            books.pass(window * WINDOW - 1);
            books.pass(window * WINDOW);
            if (window < 3) assertThat(books.findings()).noneMatch(finding -> finding.contains("warn"));
        }
        books.pass(3 * WINDOW + 1);
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 2/2/0");
    }

    @Test
    void crowd_thatStoppedGrowing_isAPoolAgain() {
        books.pass(0);
        for (int window = 1; window <= 5; window++) {
            if (window != 3) fin(pooled(1, "db", (window - 1) * WINDOW));
            books.pass((window - 1) * WINDOW + 1);
            books.pass(window * WINDOW - 1);
            books.pass(window * WINDOW);
        }
        books.pass(5 * WINDOW + 1);
        assertThat(books.findings()).containsExactly("fin-unnoticed info 3/3/0");
    }
}
