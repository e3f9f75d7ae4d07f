package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Stacks;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.States;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventInboxTest {
    private static final int ROOM = 131_072;
    private static final int WAKE_AT = 4_096;

    private final EventInbox inbox = new EventInbox();
    private final Connection c = Scripted.blank().connection();

    private void tell(SocketEvent event, long detail) {
        inbox.onEvent(c, event, Stacks.bare(c, event, detail));
    }

    private List<Long> drained() {
        List<Long> details = new ArrayList<>();
        for (Step s = inbox.drain(); s != null; s = s.next) details.add(s.detail);
        return details;
    }

    @Test
    void drain_severalEvents_oldestFirstAndOnce() {
        for (int i = 0; i < 5; i++) tell(SocketEvent.RESET, i);
        assertThat(drained()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(drained()).isEmpty();
        tell(SocketEvent.RESET, 9);
        assertThat(drained()).containsExactly(9L);
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketEvent.class,
            names = {
                "CLOSED",
                "PRE_CLOSED",
                "COLLECTED",
                "CONNECT_FAILED",
                "RESET",
                "BROKEN_PIPE",
                "WRITE_TO_DEAD",
                "USE_AFTER_CLOSE",
                "USE_AFTER_SHUTDOWN"
            })
    void event_thatARuleOrASumWants_isKept(SocketEvent event) {
        tell(event, 1);
        assertThat(drained()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketEvent.class,
            names = {"ADOPTED", "EOF", "SHUTDOWN_INPUT", "SHUTDOWN_OUTPUT", "CLOSE", "WRITE_AFTER_EOF"})
    void event_thatTheLifeLineKeeps_isNot(SocketEvent event) {
        tell(event, 1);
        assertThat(drained()).isEmpty();
    }

    @Test
    void event_anyOfThem_turnsTheStateAtOnce() {
        inbox.onEvent(c, SocketEvent.CONNECTED, null);
        tell(SocketEvent.CLOSED, 0);
        assertThat(States.descriptor(c.state())).isEqualTo(Descriptor.CLOSED);
    }

    @Test
    void counts_areOfTheirEvents() {
        tell(SocketEvent.CLOSED, 0);
        tell(SocketEvent.PRE_CLOSED, 0);
        tell(SocketEvent.SHUTDOWN_INPUT, 0);
        tell(SocketEvent.SHUTDOWN_OUTPUT, 0);
        tell(SocketEvent.SHUTDOWN_OUTPUT, 0);
        inbox.onEvent(c, SocketEvent.SHUTDOWN_OUTPUT, null);
        assertThat(inbox.closed()).isEqualTo(2);
        assertThat(inbox.inputShutdowns()).isEqualTo(1);
        assertThat(inbox.outputShutdowns())
                .as("the one that close makes is not the application's")
                .isEqualTo(2);
    }

    @Test
    void room_usedUp_dropsAndCountsAndKeepsTheClosedExact() {
        int events = ROOM + 1_000;
        for (int i = 0; i < events; i++) tell(SocketEvent.CLOSED, i);
        assertThat(inbox.dropped()).isEqualTo(1_000);
        assertThat(inbox.closed()).isEqualTo(events);
        assertThat(drained()).hasSize(ROOM).startsWith(0L);
        tell(SocketEvent.CLOSED, 7);
        assertThat(drained()).as("there is room again").containsExactly(7L);
        assertThat(inbox.dropped()).isEqualTo(1_000);
    }

    @Test
    void producers_many_loseNothingAndKeepTheirOwnOrder() throws InterruptedException {
        int producers = 4;
        int each = 20_000;
        List<Thread> threads = new ArrayList<>();
        AtomicBoolean running = new AtomicBoolean(true);
        List<Long> taken = new ArrayList<>();
        Thread consumer = new Thread(() -> {
            while (running.get()) taken.addAll(drained());
            taken.addAll(drained());
        });
        consumer.start();
        for (int p = 0; p < producers; p++) {
            long base = (long) p * each;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) tell(SocketEvent.CLOSED, base + i);
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) thread.join();
        running.set(false);
        consumer.join();
        assertThat(taken.size() + inbox.dropped()).isEqualTo((long) producers * each);
        assertThat(taken).doesNotHaveDuplicates();
        assertThat(inbox.closed()).isEqualTo((long) producers * each);
        for (int p = 0; p < producers; p++) {
            int producer = p;
            assertThat(taken.stream().filter(d -> d / each == producer)).isSorted();
        }
    }

    @Test
    @Timeout(10)
    void consumer_muchWaiting_isWoken() throws InterruptedException {
        Thread consumer = new Thread(() -> {
            while (inbox.drain() == null) LockSupport.park();
        });
        inbox.consumer(consumer);
        consumer.start();
        while (consumer.getState() != Thread.State.WAITING) Thread.onSpinWait();
        for (int i = 0; i < WAKE_AT; i++) tell(SocketEvent.CLOSED, i);
        consumer.join();
        assertThat(drained()).isEmpty();
    }
}
