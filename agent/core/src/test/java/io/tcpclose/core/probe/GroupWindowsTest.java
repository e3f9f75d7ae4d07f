package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.ledger.Filters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupWindowsTest {
    private static final long MINUTE = 60_000;
    private static final long WINDOW = 10 * MINUTE;

    @RegisterExtension
    final Books books = new Books();

    private final List<Scripted> opened = new ArrayList<>();

    // --- idle-growing ---

    /** All at one place in the code, as one leak does. */
    private void open(int connections, LongFunction<Scripted> how, long millis) {
        for (int i = 0; i < connections; i++) opened.add(how.apply(millis));
    }

    private void grow(LongFunction<Scripted> how, int... perWindow) {
        for (int window = 0; window < perWindow.length; window++) {
            open(perWindow[window], how, window * WINDOW);
            books.pass((window + 1) * WINDOW);
        }
    }

    @Test
    void idleGrowing_threeGrowingWindowsAndEight_fires() {
        grow(Books::client, 3, 3, 2);
        assertThat(books.findings()).containsExactly("idle-growing warn 8/8/0");
        assertThat(books.only().message()).startsWith("8 connections").contains("10 min");
    }

    @Test
    void idleGrowing_notYetThreeWindows_isSilent() {
        grow(Books::client, 20, 20);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void idleGrowing_onlySeven_isSilent() {
        grow(Books::client, 3, 2, 2);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void idleGrowing_oneWindowWithoutGrowth_countsAnew() {
        grow(Books::client, 5, 5, 0, 5, 5);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void idleGrowing_threeWindowsAfterAPause_fires() {
        grow(Books::client, 5, 5, 0, 5, 5, 5);
        assertThat(books.findings()).containsExactly("idle-growing warn 25/25/0");
    }

    @Test
    void idleGrowing_aPoolThatIsFull_isSilent() {
        grow(Books::client, 50, 0, 0, 0, 0);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void idleGrowing_acceptedConnections_areNotOurs() {
        grow(at -> Scripted.server(Books.nanos(at), 8080), 9, 9, 9, 9);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void idleGrowing_twoEndpoints_areTwoSets() {
        for (int window = 0; window < 4; window++) {
            open(1, Books::client, window * WINDOW);
            open(1, at -> Scripted.client(Books.nanos(at), "other", 5432), window * WINDOW);
            books.pass((window + 1) * WINDOW);
        }
        assertThat(books.findings()).as("eight idle, four of each").isEmpty();
    }

    @Test
    void idleGrowing_bytesMove_isBusy() {
        for (int window = 0; window < 4; window++) {
            open(5, Books::client, window * WINDOW);
            for (Scripted life : opened) life.reads(1);
            books.pass((window + 1) * WINDOW - 1);
            books.pass((window + 1) * WINDOW);
        }
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void idleGrowing_usedOrClosedAgain_isResolved() {
        grow(Books::client, 3, 3, 3);
        assertThat(books.findings()).containsExactly("idle-growing warn 9/9/0");
        opened.get(0).writes(1);
        opened.get(1).closes(3 * WINDOW + 1);
        books.pass(3 * WINDOW + 2);
        assertThat(books.findings()).containsExactly("idle-growing warn 9/7/0");
    }

    @Test
    void idleGrowing_growsOn_countsOnlyTheNew() {
        grow(Books::client, 3, 3, 3, 1);
        assertThat(books.findings()).containsExactly("idle-growing warn 10/10/0");
    }

    @Test
    void idleGrowing_anotherRuleTakesOver_oneIsActive() {
        grow(Books::client, 3, 3, 3);
        opened.get(0).eof(3 * WINDOW);
        books.passes(3 * WINDOW + MINUTE, 3 * WINDOW + 2 * MINUTE);
        assertThat(books.findings()).containsExactly("idle-growing warn 9/8/0", "eof-not-closed warn 1/1/0");
    }

    // --- connection-churn ---

    private void cycles(int connections, long millis) {
        for (int i = 0; i < connections; i++) {
            Books.client(millis).writes(10).reads(10).closes(1);
        }
    }

    private void openWithASecond() {
        books.open(Filters.NONE, Books.after("connection-churn", Duration.ofSeconds(1)));
    }

    @Test
    void churn_moreThanFiftyASecond_isTold() {
        openWithASecond();
        cycles(51, 500);
        books.pass(999);
        assertThat(books.findings()).isEmpty();
        books.pass(1_000);
        assertThat(books.findings()).containsExactly("connection-churn info 1/0/0");
        assertThat(books.only().message()).startsWith("51 connections a second");
    }

    @Test
    void churn_window_isToldOnceAndThenAnew() {
        openWithASecond();
        for (int second = 1; second <= 5; second++) {
            cycles(second % 2 == 0 ? 0 : 60, second * 1_000L - 500);
            books.pass(second * 1_000L);
        }
        assertThat(books.findings()).containsExactly("connection-churn info 3/0/0");
    }

    @Test
    void churn_fiftyASecond_isALot() {
        openWithASecond();
        cycles(50, 500);
        books.pass(1_000);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void churn_aLateProbe_dividesByTheTrueWindow() {
        openWithASecond();
        cycles(100, 500);
        books.pass(2_000);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void churn_otherEnds_areNone() {
        openWithASecond();
        for (int i = 0; i < 100; i++) {
            Books.client().writes(10).closes(1); // no exchange
            Books.client().writes(10).reads(10).closes(1_000); // lived for a while
            Books.client().writes(10).reads(10).flags(Connection.FIN_AT_CLOSE).closes(1); // the peer was first
            Scripted.server(Books.START, 80).writes(10).reads(10).closes(1);
        }
        books.pass(1_000);
        assertThat(books.findings()).isEmpty();
    }
}
