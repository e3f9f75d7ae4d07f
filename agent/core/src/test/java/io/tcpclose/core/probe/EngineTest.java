package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.ConnectFailure;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.StackMark;
import io.tcpclose.bootstrap.Stacks;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.ledger.ConnectionEndListener;
import io.tcpclose.core.ledger.EndedConnection;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.site.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EngineTest {
    @RegisterExtension
    final Books books = new Books();

    // --- the clock of bytes ---

    @Test
    void pass_bytesMoved_stampsTheMove() {
        Scripted life = Books.client();
        books.pass(100);
        assertThat(life.connection().lastMoveNanos)
                .as("nothing moved since the opening")
                .isEqualTo(Books.START);
        life.reads(1);
        books.pass(200);
        assertThat(life.connection().lastMoveNanos).isEqualTo(Books.nanos(200));
        books.pass(300);
        assertThat(life.connection().lastMoveNanos).isEqualTo(Books.nanos(200));
    }

    @Test
    void pass_asksForTheNextUse() {
        Scripted life = Books.client();
        books.pass(1);
        assertThat(life.connection().has(Connection.NOTE_USE)).isTrue();
    }

    // --- ends ---

    /** What a recording would be told; nothing is made for it while there is none. */
    private static final class Ends implements ConnectionEndListener {
        private final List<EndedConnection> told = new ArrayList<>();
        private boolean listens;

        @Override
        public boolean isListening() {
            return listens;
        }

        @Override
        public void ended(EndedConnection connection) {
            told.add(connection);
        }
    }

    @Test
    void end_isToldToWhoListens() {
        Ends ends = new Ends();
        books.ledger().endsTo(ends);
        Books.client().closes(1);
        books.pass(2);
        assertThat(ends.told).isEmpty();
        ends.listens = true;
        Scripted life = Books.client().shutdownOutput(3).eof(5).closes(9);
        books.pass(10);
        assertThat(ends.told).hasSize(1);
        EndedConnection told = ends.told.get(0);
        assertThat(told.id()).isEqualTo(life.connection().id);
        assertThat(told.how()).isEqualTo("fin");
        assertThat(told.verdict()).isEqualTo("legal");
        assertThat(told.halfCloseSide()).isEqualTo("local");
        assertThat(told.halfCloseNanos()).isEqualTo(life.at(3));
        assertThat(told.closedNanos()).isEqualTo(life.at(9));
        assertThat(told.openedStack()).isNotEmpty();
    }

    // --- stacks ---

    @Test
    void pass_openConnection_leavesNoRawStack() {
        Scripted life = Books.client().uses().eof(1);
        books.pass(2);
        assertThat(life.connection().openedTrace).isInstanceOf(Site.class);
        assertThat(Objects.requireNonNull(life.connection().newestStep()).trace).isInstanceOf(Site.class);
        assertThat(Objects.requireNonNull(life.connection().lastUse).trace).isInstanceOf(Site.class);
    }

    @Test
    void pass_listener_leavesNoRawStack() {
        Scripted listener = Scripted.listener(Books.START, 80);
        assertThat(listener.connection().openedTrace).isInstanceOf(StackMark.class);
        books.pass(1);
        assertThat(listener.connection().openedTrace).isInstanceOf(Site.class);
        assertThat(OpenSockets.listeners()).containsExactly(listener.listening());
        assertThat(OpenSockets.connections()).isEmpty();
    }

    @Test
    void pass_asynchronousListener_leavesNoRawStackOfItsAccept() {
        Scripted listener = Scripted.listener(Books.START, 80);
        Stacks.acceptsIn(listener.connection(), Stacks.here());
        books.pass(1);
        assertThat(Objects.requireNonNull(listener.connection().anomalies()).acceptTrace)
                .isInstanceOf(Site.class);
    }

    @Test
    void close_cleanConnection_letsItsStacksGo() {
        Scripted life = Books.client().uses().closes(1);
        books.pass(2);
        for (Step s = life.connection().newestStep(); s != null; s = s.older()) {
            assertThat(s.trace).as(s.event.label()).isNull();
        }
        assertThat(Objects.requireNonNull(life.connection().lastUse).trace).isNull();
    }

    @Test
    void close_connectionOfAFinding_keepsItsSites() {
        Scripted life = Books.client().closes(1, 99);
        books.pass(2);
        assertThat(books.findings()).containsExactly("close-discards-unread warn 1/0/0");
        Step closed = Objects.requireNonNull(life.connection().newestStep());
        assertThat(closed.trace).isInstanceOf(Site.class);
        assertThat(Objects.requireNonNull(closed.older()).trace).isInstanceOf(Site.class);
        assertThat(books.engine().closedExemplars()).containsExactly(life.connection());
    }

    @Test
    void close_keptForTests_staysWithItsSites() {
        books.openKeepingClosed();
        Scripted life = Books.client().closes(1);
        books.pass(2);
        assertThat(books.engine().closedExemplars()).containsExactly(life.connection());
        assertThat(Objects.requireNonNull(life.connection().newestStep()).trace).isInstanceOf(Site.class);
    }

    @Test
    void useAfterClose_afterTheClosing_isFoundWithItsStack() {
        Scripted life = Books.client().closes(1);
        books.pass(2);
        life.step(SocketEvent.USE_AFTER_CLOSE, 3, 1);
        books.pass(4);
        assertThat(books.findings()).containsExactly("use-after-close warn 1/0/0");
        assertThat(books.only().offending().frames()).isNotEmpty();
        assertThat(Objects.requireNonNull(life.connection().newestStep()).trace).isInstanceOf(Site.class);
    }

    // --- collected ---

    @Test
    void channel_withoutOwner_isLostAtTheSecondProbe() {
        Scripted life = Books.client().ownerCollected();
        books.pass(1);
        assertThat(States.descriptor(life.connection().state())).isEqualTo(Descriptor.OPEN);
        books.pass(2);
        assertThat(States.descriptor(life.connection().state())).isEqualTo(Descriptor.COLLECTED);
        books.passes(3, 4, 5);
        assertThat(books.findings()).containsExactly("collected-without-close error 1/1/0");
        assertThat(books.engine().totals().collected()).isEqualTo(1);
        assertThat(books.inbox().closed()).as("a lost descriptor stays open").isZero();
    }

    @Test
    void channel_withoutOwner_endsWhatWasActive() {
        Scripted life = Books.client().eof(0);
        books.passes(30_000, 35_000);
        life.ownerCollected();
        books.passes(40_000, 45_000, 50_000);
        assertThat(books.findings())
                .containsExactly("eof-not-closed warn 1/0/0", "collected-without-close error 1/1/0");
    }

    @Test
    void socket_closedByTheCleaner_isCollectedAndClosed() {
        Books.client().flags(Connection.BY_CLEANER).released(1, 0);
        books.pass(2);
        assertThat(books.findings()).containsExactly("collected-without-close warn 1/0/0");
        assertThat(books.engine().totals().collected()).isEqualTo(1);
        assertThat(books.inbox().closed()).isEqualTo(1);
    }

    // --- failed connects ---

    @Test
    void connects_failedOrNeverAnswered_areCountedOnce() {
        Scripted.opened(Books.START)
                .peer("db", 5432)
                .turn(SocketEvent.CONNECTING)
                .connectFails(5, ConnectFailure.REFUSED)
                .closes(6);
        Scripted.unanswered(Books.START, "db", 5432).closes(6);
        books.pass(10);
        assertThat(books.engine().totals().connectsFailed(ConnectFailure.REFUSED))
                .isEqualTo(1);
        assertThat(books.engine().totals().connectsFailed(ConnectFailure.OTHER)).isEqualTo(1);
        assertThat(Objects.requireNonNull(books.engine().totals().endpoints().get("db:5432"))
                        .connectsFailed())
                .isEqualTo(2);
    }

    // --- exit ---

    @Test
    void end_openConnection_isTold() {
        Books.client();
        books.end(1_000);
        assertThat(books.findings()).containsExactly("open-at-exit info 1/0/0");
    }

    @Test
    void end_whatIsKnownOrNoConnection_isNotToldAgain() {
        Books.client().eof(0);
        books.passes(30_000, 35_000);
        Scripted.opened(Books.nanos(35_000));
        Books.client(35_000).held(1);
        Books.client(35_000).closes(1);
        Books.client(35_000).preClosed(1);
        Scripted.listener(Books.START, 80);
        books.end(36_000);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/1/0");
    }

    @Test
    void end_afterIt_nothingChanges() {
        Books.client();
        books.end(1_000);
        Books.client().closes(1, 50);
        books.end(2_000);
        books.pass(3_000);
        books.engine().catchUp(Books.nanos(3_000), Books.WALL);
        assertThat(books.findings()).containsExactly("open-at-exit info 1/0/0");
    }

    @Test
    void end_ruleOff_isSilent() {
        books.open(Filters.NONE, Books.severity("open-at-exit", "off"));
        Books.client();
        books.end(1_000);
        assertThat(books.findings()).isEmpty();
    }

    // --- between passes ---

    @Test
    void catchUp_drainsButJudgesNoTime() {
        Books.client().eof(0);
        books.pass(40_000);
        Books.client().closes(1, 50);
        books.engine().catchUp(Books.nanos(41_000), Books.WALL);
        assertThat(books.findings()).containsExactly("close-discards-unread warn 1/0/0");
    }

    @Test
    void stepRule_thresholdAndOff_hold() {
        books.open(
                Filters.NONE,
                new RuleSettings(Map.of("abortive-close", "off"), Map.of("late-close", Duration.ofMillis(100))));
        Books.client().flags(Connection.LINGER_ZERO).eof(0).closes(200);
        books.pass(201);
        assertThat(books.findings()).containsExactly("late-close info 1/0/0");
    }

    @Test
    void kindsOpen_areThoseOfOpenConnections() {
        assertThat(OpenSockets.kinds()).isEmpty();
        Books.client();
        assertThat(OpenSockets.kinds()).containsExactly(io.tcpclose.bootstrap.Kind.SOCKET);
    }

    @Test
    void event_thatBecomesWorseOnOneConnection_countsOnceAndIsToldAtOnce() {
        Scripted life = Books.client().reset(0);
        life.step(SocketEvent.WRITE_TO_DEAD, 2_000, 2_000_000_000L);
        books.pass(2_500);
        life.step(SocketEvent.WRITE_TO_DEAD, 11_000, 11_000_000_000L);
        books.pass(11_500);
        assertThat(books.findings()).containsExactly("write-to-dead-peer error 1/0/0");
        assertThat(books.log()).containsExactly("first write-to-dead-peer warn", "worse write-to-dead-peer error");
    }
}
