package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class MeterBoardTest {
    private static final Map<Measure, Map<List<String>, Number>> BOARD =
            Map.of(Measure.OPENED, Map.of(List.of("client", "socket"), 3L));

    @RegisterExtension
    final BoardReset reset = new BoardReset();

    private final List<String> told = new ArrayList<>();

    /** Told from another method, so that no local variable holds it. */
    private WeakReference<Runnable> subscribeAndForget() {
        Runnable reader = new Reader(told);
        MeterBoard.subscribe(reader, false);
        assertThat(MeterBoard.tell()).isNull();
        return new WeakReference<>(reader);
    }

    private record Reader(List<String> told) implements Runnable {
        @Override
        public void run() {
            told.add("told");
        }
    }

    private static void collect() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        while (canary.get() != null) System.gc();
    }

    // --- rows ---

    @Test
    void board_beforeTheFirst_isEmpty() {
        assertThat(MeterBoard.turn()).isZero();
        for (Measure measure : Measure.values())
            assertThat(MeterBoard.rows(measure)).isEmpty();
    }

    @Test
    void board_putUp_replacesTheLastAndTheTurnGrows() {
        MeterBoard.publish(BOARD);
        assertThat(MeterBoard.rows(Measure.OPENED)).containsEntry(List.of("client", "socket"), 3L);
        assertThat(MeterBoard.rows(Measure.CLOSED)).isEmpty();
        assertThat(MeterBoard.turn()).isEqualTo(1);
        MeterBoard.publish(Map.of());
        assertThat(MeterBoard.rows(Measure.OPENED)).isEmpty();
        assertThat(MeterBoard.turn()).isEqualTo(2);
    }

    // --- readers ---

    @Test
    void board_isWantedFromTheFirstReaderOn() {
        assertThat(MeterBoard.isWanted()).isFalse();
        Runnable few = () -> {};
        MeterBoard.subscribe(few, false);
        assertThat(MeterBoard.isWanted()).isTrue();
        assertThat(MeterBoard.wantsEverything()).isFalse();
        Runnable all = () -> {};
        MeterBoard.subscribe(all, true);
        MeterBoard.subscribe(few, false);
        assertThat(MeterBoard.wantsEverything()).as("once for all").isTrue();
    }

    @Test
    void readers_areToldOfEachBoardUntilTheyLeave() {
        Runnable one = () -> told.add("one");
        Runnable two = () -> told.add("two");
        MeterBoard.subscribe(one, false);
        MeterBoard.subscribe(two, false);
        assertThat(MeterBoard.tell()).isNull();
        MeterBoard.unsubscribe(one);
        MeterBoard.unsubscribe(() -> {});
        assertThat(MeterBoard.tell()).isNull();
        assertThat(told).containsExactly("one", "two", "two");
    }

    @Test
    void reader_thatLeavesWhileItIsTold_disturbsNobody() {
        Runnable leaving = new Runnable() {
            @Override
            public void run() {
                told.add("leaving");
                MeterBoard.unsubscribe(this);
            }
        };
        Runnable other = () -> told.add("other");
        MeterBoard.subscribe(leaving, false);
        MeterBoard.subscribe(other, false);
        assertThat(MeterBoard.tell()).isNull();
        assertThat(MeterBoard.tell()).isNull();
        assertThat(told).containsExactly("leaving", "other", "other");
    }

    @Test
    void reader_thatFails_isReportedAndTheOthersAreTold() {
        Throwable first = new NoClassDefFoundError("gone");
        Runnable fails = () -> {
            throw (Error) first;
        };
        Runnable failsToo = () -> {
            throw new IllegalStateException("second");
        };
        Runnable works = () -> told.add("told");
        MeterBoard.subscribe(fails, false);
        MeterBoard.subscribe(failsToo, false);
        MeterBoard.subscribe(works, false);
        assertThat(MeterBoard.tell()).isSameAs(first);
        assertThat(told).containsExactly("told");
    }

    @Test
    void reader_thatNobodyElseHolds_goes() {
        WeakReference<Runnable> reader = subscribeAndForget();
        collect();
        assertThat(reader.refersTo(null)).isTrue();
        assertThat(MeterBoard.tell()).isNull();
        assertThat(told).containsExactly("told");
    }

    // --- the agent's thread ---

    /** Ends only if it is woken: a spurious return of park finds nothing wanted and parks again. */
    @Test
    @Timeout(30)
    void reader_first_wakesThePublisher() throws InterruptedException {
        Thread publisher = new Thread(() -> {
            while (!MeterBoard.isWanted()) LockSupport.park();
        });
        MeterBoard.publisher(publisher);
        publisher.start();
        while (publisher.getState() != Thread.State.WAITING) Thread.onSpinWait();
        Runnable reader = () -> {};
        MeterBoard.subscribe(reader, false);
        publisher.join();
    }

    @Test
    void reader_withoutAPublisher_isTaken() {
        Runnable reader = () -> told.add("told");
        MeterBoard.subscribe(reader, false);
        MeterBoard.tell();
        assertThat(told).hasSize(1);
    }
}
