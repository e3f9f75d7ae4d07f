package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.RealPair;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.Traced;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * With a real epoll. That something tells nothing is proved without waiting: the kernel tells in order, so once the FIN of a
 * second connection has been told, what the first one did before has been passed over.
 */
@EnabledOnOs(OS.LINUX)
class FinWatcherTest {
    /** One for all: its thread ends with the JVM. */
    private static final FinWatcher WATCHER = new FinWatcher();

    @RegisterExtension
    final Traced traced = new Traced((connection, event, step) -> {});

    private RealPair pair;
    private RealPair second;
    private Connection c;

    @BeforeAll
    static void start() {
        assertThat(WATCHER.start()).isTrue();
    }

    @BeforeEach
    void connect() throws Exception {
        pair = RealPair.client();
        second = RealPair.client();
        c = pair.connection();
        if (!WATCHER.isOn()) assertThat(passes(WATCHER)).isTrue();
        assertThat(WATCHER.isOn()).isTrue();
        assertThat(WATCHER.drain()).isNull();
    }

    /** Nothing that is on its way may be told of the next test, whose sockets get the same numbers. */
    @AfterEach
    void disconnect() throws IOException {
        WATCHER.release(c);
        WATCHER.release(second.connection());
        try (RealPair last = RealPair.client()) {
            assertThat(WATCHER.watch(last.connection())).isTrue();
            last.finFromPeer();
            RealPair.await(() -> drained().stream().anyMatch(hint -> hint.connection == last.connection()));
            WATCHER.release(last.connection());
        }
        pair.close();
        second.close();
    }

    private static boolean passes(FinWatcher watcher) throws IOException, InterruptedException {
        try (RealPair own = RealPair.own()) {
            assertThat(own.connection().role).isEqualTo(Role.OWN);
            return watcher.trial(own.connection(), own::finFromPeer);
        }
    }

    /** Oldest first. */
    private static List<FinHint> drained() {
        List<FinHint> hints = new ArrayList<>();
        for (FinHint h = WATCHER.drain(); h != null; h = h.next()) hints.add(0, h);
        return hints;
    }

    /** All that was told up to the FIN of the second connection, that one left out. */
    private List<Connection> toldUntilNow() {
        int before = WATCHER.hints();
        assertThat(WATCHER.watch(second.connection())).isTrue();
        second.finFromPeer();
        RealPair.await(() -> second.connection().has(Connection.FIN_HINT) && WATCHER.hints() > before);
        List<Connection> told = new ArrayList<>();
        RealPair.await(() -> {
            drained().forEach(hint -> told.add(hint.connection));
            return told.contains(second.connection());
        });
        told.remove(second.connection());
        return told;
    }

    private void assertSilent() {
        assertThat(toldUntilNow()).doesNotContain(c);
        assertThat(c.has(Connection.FIN_HINT)).isFalse();
    }

    /** The next hint, of the first connection. */
    private FinHint told() {
        List<FinHint> hints = new ArrayList<>();
        RealPair.await(() -> {
            hints.addAll(drained());
            return !hints.isEmpty();
        });
        assertThat(hints.get(0).connection).isSameAs(c);
        assertThat(c.has(Connection.FIN_HINT)).isTrue();
        return hints.get(0);
    }

    private int state() {
        return KernelCalls.info(c) & 0xff;
    }

    @Test
    void trial_notYetMade_isOff() throws Exception {
        FinWatcher fresh = new FinWatcher();
        assertThat(fresh.isOn()).isFalse();
        assertThat(fresh.watch(c)).as("before its start").isFalse();
        assertThat(fresh.start()).isTrue();
        assertThat(fresh.missing()).as("nothing is known to be missing").isNull();
        assertThat(fresh.isOn()).isFalse();
        assertThat(fresh.watch(c)).as("before its trial").isFalse();
        assertThat(c.has(Connection.WATCHED)).isFalse();
        assertThat(passes(fresh)).isTrue();
        assertThat(fresh.isOn()).isTrue();
        assertThat(fresh.missing()).isNull();
        assertThat(fresh.hints()).as("the agent's own is no hint").isZero();
        assertThat(fresh.drain()).isNull();
        assertThat(fresh.watch(c)).isTrue();
    }

    @Test
    void trial_withoutFin_staysOffAndSaysWhy() throws Exception {
        FinWatcher deaf = new FinWatcher();
        assertThat(deaf.start()).isTrue();
        try (RealPair own = RealPair.own()) {
            assertThat(deaf.trial(own.connection(), () -> {})).isFalse();
        }
        assertThat(deaf.isOn()).isFalse();
        assertThat(deaf.missing()).isNotNull();
        assertThat(deaf.watch(c)).isFalse();
    }

    @Test
    void trial_onAClosedSocket_staysOffAndSaysWhy() throws Exception {
        FinWatcher fresh = new FinWatcher();
        assertThat(fresh.start()).isTrue();
        RealPair own = RealPair.own();
        own.close();
        List<String> asked = new ArrayList<>();
        assertThat(fresh.trial(own.connection(), () -> asked.add("fin"))).isFalse();
        assertThat(asked).containsExactly("fin");
        assertThat(fresh.isOn()).isFalse();
        assertThat(fresh.missing()).isNotNull();
    }

    @Test
    void fin_isTold() {
        int before = WATCHER.hints();
        long start = System.nanoTime();
        assertThat(WATCHER.watch(c)).isTrue();
        pair.finFromPeer();
        assertThat(told().nanos - start).isNotNegative();
        assertThat(state()).isEqualTo(KernelCalls.CLOSE_WAIT);
        assertThat(WATCHER.hints()).isGreaterThan(before);
    }

    @Test
    void fin_behindUnreadData_isTold() throws IOException {
        WATCHER.watch(c);
        pair.dataFromPeer(100);
        assertThat(WATCHER.drain()).isNull();
        pair.finFromPeer();
        told();
        assertThat(KernelCalls.unread(c)).isEqualTo(100);
    }

    @Test
    void reset_isTold() throws IOException {
        WATCHER.watch(c);
        pair.resetFromPeer();
        told();
        assertThat(state()).isEqualTo(KernelCalls.CLOSE);
    }

    @Test
    void fin_afterOurOwn_isTold() throws IOException {
        WATCHER.watch(c);
        pair.shutdownOutput();
        pair.finFromPeer();
        told();
    }

    @Test
    void fin_thatCameBefore_isToldAtOnce() {
        pair.finFromPeer();
        RealPair.await(() -> state() == KernelCalls.CLOSE_WAIT);
        assertThat(c.has(Connection.FIN_HINT)).isFalse();
        assertThat(WATCHER.watch(c)).isTrue();
        told();
    }

    @Test
    void data_inAndOut_tellsNothing() throws IOException {
        WATCHER.watch(c);
        for (int i = 0; i < 20; i++) {
            pair.dataFromPeer(10);
            pair.dataToPeer(10);
            pair.read(10);
        }
        assertSilent();
    }

    @Test
    void shutdownOutput_own_tellsNothing() throws IOException {
        WATCHER.watch(c);
        pair.shutdownOutput();
        RealPair.await(() -> state() == KernelCalls.FIN_WAIT_2);
        assertSilent();
    }

    @Test
    void close_own_tellsNothing() throws IOException {
        WATCHER.watch(c);
        pair.closes();
        pair.finFromPeer();
        assertSilent();
        WATCHER.closed(c);
        assertThat(c.has(Connection.WATCHED)).isFalse();
    }

    @Test
    void watch_twice_isOne() {
        assertThat(WATCHER.watch(c)).isTrue();
        assertThat(c.has(Connection.WATCHED)).isTrue();
        assertThat(WATCHER.watch(c)).as("is watched already").isFalse();
        assertThat(c.has(Connection.WATCHED)).isTrue();
    }

    /** The limit of the kernel was once read as its first digit, and a quarter of that was one. */
    @Test
    void watch_many_areAllWatched() throws IOException {
        List<RealPair> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) many.add(RealPair.client());
        for (RealPair each : many) assertThat(WATCHER.watch(each.connection())).isTrue();
        for (RealPair each : many) each.finFromPeer();
        for (RealPair each : many) RealPair.await(() -> each.connection().has(Connection.FIN_HINT));
        for (RealPair each : many) {
            WATCHER.release(each.connection());
            each.close();
        }
    }

    @Test
    void release_finAfterIt_isNotTold() {
        WATCHER.watch(c);
        WATCHER.release(c);
        assertThat(c.has(Connection.WATCHED)).isFalse();
        pair.finFromPeer();
        RealPair.await(() -> state() == KernelCalls.CLOSE_WAIT);
        assertSilent();
        WATCHER.release(c);
        assertThat(WATCHER.watch(c)).as("again").isTrue();
        told();
    }

    /** The kernel still has the number: as when the hook was told before close(2), and a new owner has the same number. */
    @Test
    void closed_numberStillInTheSet_isWatchedAnew() {
        WATCHER.watch(c);
        WATCHER.closed(c);
        assertThat(c.has(Connection.WATCHED)).isFalse();
        assertThat(WATCHER.watch(c)).isTrue();
        pair.finFromPeer();
        told();
    }

    @Test
    void watch_noLongerInTheTable_isRefused() throws IOException {
        pair.closes();
        assertThat(ConnectionTable.holds(c)).isFalse();
        assertThat(WATCHER.watch(c)).isFalse();
        assertThat(c.has(Connection.WATCHED)).isFalse();
        assertThat(WATCHER.isOn()).as("EBADF is no reason to be off").isTrue();
    }

    /** No loopback, as in some sandboxes: nothing is claimed that was not seen to work. */
    @Test
    void settle_withoutATrial_isOffByName() {
        FinWatcher untried = new FinWatcher();
        assertThat(untried.start()).isTrue();
        untried.settle();
        assertThat(untried.isOn()).isFalse();
        assertThat(untried.missing()).isEqualTo("no loopback connection for its trial");
    }
}
