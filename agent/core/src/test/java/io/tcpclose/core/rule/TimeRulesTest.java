package io.tcpclose.core.rule;

import static io.tcpclose.core.rule.Judged.NO;
import static io.tcpclose.core.rule.Judged.NOT_YET;
import static io.tcpclose.core.rule.Judged.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.ConnectFailure;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Stacks;
import io.tcpclose.bootstrap.Traced;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.connection.Transitions;
import io.tcpclose.core.probe.EventInbox;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TimeRulesTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private static final TimeRule EOF_NOT_CLOSED = new EofNotClosed();
    private static final TimeRule DONE_NOT_CLOSED = new DoneNotClosed();
    private static final TimeRule HALF_CLOSE_STUCK = new HalfCloseStuck();
    private static final TimeRule CLOSED_BUT_REGISTERED = new ClosedButRegistered();
    private static final TimeRule OPENED_NEVER_CONNECTED = new OpenedNeverConnected();

    @RegisterExtension
    final Traced traced = new Traced(new EventInbox());

    private static Scripted client() {
        return Scripted.client(1_000_000_000_000L, "db", 5432);
    }

    private static Scripted opened() {
        return Scripted.opened(1_000_000_000_000L);
    }

    // --- thresholds and escalation ---

    @Test
    void eofNotClosed_fromTheEof_warnsThenErrs() {
        Scripted life = client().eof(SECOND);
        assertThat(at(EOF_NOT_CLOSED, life, 31 * SECOND - 1)).isEqualTo(NOT_YET);
        assertThat(at(EOF_NOT_CLOSED, life, 31 * SECOND)).isEqualTo("warn");
        assertThat(at(EOF_NOT_CLOSED, life, 301 * SECOND - 1)).isEqualTo("warn");
        assertThat(at(EOF_NOT_CLOSED, life, 301 * SECOND)).isEqualTo("error");
    }

    @Test
    void doneNotClosed_fromTheLaterEnd_errs() {
        Scripted life = client().shutdownOutput(SECOND).eof(20 * SECOND);
        assertThat(at(DONE_NOT_CLOSED, life, 30 * SECOND - 1)).isEqualTo(NOT_YET);
        assertThat(at(DONE_NOT_CLOSED, life, 30 * SECOND)).isEqualTo("error");
    }

    @Test
    void halfCloseStuck_fromTheOwnFin_warnsAndWaitingIsInfo() {
        Scripted life = client().shutdownOutput(SECOND);
        assertThat(at(HALF_CLOSE_STUCK, life, 2 * MINUTE + SECOND - 1)).isEqualTo(NOT_YET);
        assertThat(at(HALF_CLOSE_STUCK, life, 2 * MINUTE + SECOND)).isEqualTo("warn");
        assertThat(at(HALF_CLOSE_STUCK, life.inRead(true), HOUR)).isEqualTo("info");
        assertThat(at(HALF_CLOSE_STUCK, life.inRead(false), HOUR)).isEqualTo("warn");
        assertThat(at(HALF_CLOSE_STUCK, life.interest(SelectionKey.OP_WRITE), HOUR))
                .isEqualTo("warn");
        assertThat(at(HALF_CLOSE_STUCK, life.interest(SelectionKey.OP_READ), HOUR))
                .isEqualTo("info");
    }

    @Test
    void closedButRegistered_fromTheClose_warnsThenErrs() {
        Scripted life = client().held(SECOND);
        assertThat(at(CLOSED_BUT_REGISTERED, life, 61 * SECOND - 1)).isEqualTo(NOT_YET);
        assertThat(at(CLOSED_BUT_REGISTERED, life, 61 * SECOND)).isEqualTo("warn");
        assertThat(at(CLOSED_BUT_REGISTERED, life, 301 * SECOND - 1)).isEqualTo("warn");
        assertThat(at(CLOSED_BUT_REGISTERED, life, 301 * SECOND)).isEqualTo("error");
    }

    @Test
    void openedNeverConnected_fromTheOpeningOrTheFailure_errs() {
        Scripted untried = opened();
        assertThat(at(OPENED_NEVER_CONNECTED, untried, 60 * SECOND - 1)).isEqualTo(NOT_YET);
        assertThat(at(OPENED_NEVER_CONNECTED, untried, 60 * SECOND)).isEqualTo("error");
        Scripted failed = opened().turn(SocketEvent.CONNECTING).connectFails(30 * SECOND, ConnectFailure.REFUSED);
        assertThat(at(OPENED_NEVER_CONNECTED, failed, 90 * SECOND - 1)).isEqualTo(NOT_YET);
        assertThat(at(OPENED_NEVER_CONNECTED, failed, 90 * SECOND)).isEqualTo("error");
    }

    // --- what starts the time anew ---

    @Test
    void eofNotClosed_successfulWriteSince_startsAnew() {
        Scripted life = client().writes(7).eof(SECOND);
        life.connection().lastMoveNanos = life.at(50 * SECOND);
        assertThat(at(EOF_NOT_CLOSED, life, 60 * SECOND))
                .as("what was written before does not count")
                .isEqualTo("warn");
        life.writes(1);
        assertThat(at(EOF_NOT_CLOSED, life, 60 * SECOND)).isEqualTo(NOT_YET);
        assertThat(at(EOF_NOT_CLOSED, life, 80 * SECOND)).isEqualTo("warn");
    }

    @Test
    void halfCloseStuck_byteReadSince_startsAnew() {
        Scripted life = client().reads(7).shutdownOutput(SECOND);
        life.connection().lastMoveNanos = life.at(3 * MINUTE);
        assertThat(at(HALF_CLOSE_STUCK, life, 4 * MINUTE)).isEqualTo("warn");
        life.reads(1);
        assertThat(at(HALF_CLOSE_STUCK, life, 4 * MINUTE)).isEqualTo(NOT_YET);
        assertThat(at(HALF_CLOSE_STUCK, life, 5 * MINUTE)).isEqualTo("warn");
    }

    // --- guards: how ever long ---

    static Stream<Arguments> innocent() {
        return Stream.of(
                guard("open", EOF_NOT_CLOSED, c -> c),
                guard("a thread reads", EOF_NOT_CLOSED, c -> c.eof(1).inRead(true)),
                guard("a thread waits to write", EOF_NOT_CLOSED, c -> c.eof(1).inWrite(true)),
                guard("own FIN as well", EOF_NOT_CLOSED, c -> c.eof(1).shutdownOutput(2)),
                guard("reset since", EOF_NOT_CLOSED, c -> c.eof(1).reset(2)),
                guard("closed", EOF_NOT_CLOSED, c -> c.eof(1).closes(2)),
                guard("closed under a reader", EOF_NOT_CLOSED, c -> c.eof(1).preClosed(2)),
                guard("held", EOF_NOT_CLOSED, c -> c.eof(1).held(2)),
                guard("collected", EOF_NOT_CLOSED, c -> c.eof(1).step(SocketEvent.COLLECTED, 2, 0)),
                guard("only the peer is done", DONE_NOT_CLOSED, c -> c.eof(1)),
                guard("only we are done", DONE_NOT_CLOSED, c -> c.shutdownOutput(1)),
                guard("only we read no more", DONE_NOT_CLOSED, c -> c.shutdownInput(1)),
                guard("closed", DONE_NOT_CLOSED, c -> c.reset(1).closes(2)),
                guard("held", DONE_NOT_CLOSED, c -> c.reset(1).held(2)),
                guard("open", HALF_CLOSE_STUCK, c -> c),
                guard("the peer's FIN came", HALF_CLOSE_STUCK, c -> c.shutdownOutput(1)
                        .eof(2)),
                guard("we read no more", HALF_CLOSE_STUCK, c -> c.shutdownOutput(1)
                        .shutdownInput(2)),
                guard("reset", HALF_CLOSE_STUCK, c -> c.shutdownOutput(1).reset(2)),
                guard("closed", HALF_CLOSE_STUCK, c -> c.shutdownOutput(1).closes(2)),
                guard("open", CLOSED_BUT_REGISTERED, c -> c),
                guard("released", CLOSED_BUT_REGISTERED, c -> c.held(1).released(2, 0)),
                guard("connected", OPENED_NEVER_CONNECTED, c -> c),
                guard("connected, then reset", OPENED_NEVER_CONNECTED, c -> c.reset(1)));
    }

    private static Arguments guard(String why, TimeRule rule, UnaryOperator<Scripted> life) {
        return Arguments.of(rule.id() + ": " + why, rule, life);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("innocent")
    void rule_guarded_neverFires(String why, TimeRule rule, UnaryOperator<Scripted> life) {
        assertThat(at(rule, life.apply(client()), 24 * HOUR)).as(why).isEqualTo(NO);
    }

    @Test
    void openedNeverConnected_connectUnderWayOrClosed_neverFires() {
        assertThat(at(OPENED_NEVER_CONNECTED, opened().turn(SocketEvent.CONNECTING), HOUR))
                .isEqualTo(NO);
        assertThat(at(OPENED_NEVER_CONNECTED, opened().closes(5), HOUR)).isEqualTo(NO);
    }

    @Test
    void openedNeverConnected_madeByTheJdkToAskForOptions_neverFires() {
        Scripted life = opened();
        life.connection().openedTrace =
                Stacks.of(new StackTraceElement("jdk.net.Sockets", "supportedOptions", null, 1));
        assertThat(at(OPENED_NEVER_CONNECTED, life, HOUR)).isEqualTo(NO);
    }

    @Test
    void halfCloseStuck_historyUnknown_neverFires() {
        Scripted adopted = Scripted.server(0, 80);
        adopted.connection()
                .casState(
                        adopted.connection().state(), States.pack(Inbound.UNKNOWN, Outbound.UNKNOWN, Descriptor.OPEN));
        assertThat(at(HALF_CLOSE_STUCK, adopted.shutdownOutput(1), HOUR)).isEqualTo(NO);
        assertThat(at(EOF_NOT_CLOSED, Scripted.server(0, 80).eof(1), HOUR)).isEqualTo("error");
    }

    // --- words ---

    @Test
    void doneNotClosed_tellsHowItEnded() {
        assertThat(Judged.hitAt(DONE_NOT_CLOSED, client().reset(1), HOUR).message())
                .contains("reset");
        assertThat(Judged.hitAt(DONE_NOT_CLOSED, client().eof(1).shutdownOutput(2), HOUR)
                        .message())
                .contains("End-of-file was read");
        assertThat(Judged.hitAt(DONE_NOT_CLOSED, client().shutdownInput(1).shutdownOutput(2), HOUR)
                        .message())
                .contains("Both directions were shut down");
    }

    @Test
    void hit_blamesTheStepThatBeganIt() {
        Scripted life = client().eof(SECOND);
        Rule.Hit hit = Judged.hitAt(EOF_NOT_CLOSED, life, HOUR);
        assertThat(hit.offendingThread()).isEqualTo(Thread.currentThread().getName());
        assertThat(hit.offendingTrace()).isNotNull();
        Rule.Hit untried = Judged.hitAt(OPENED_NEVER_CONNECTED, opened(), HOUR);
        assertThat(untried.offendingTrace()).as("what is missing is a call").isNull();
        assertThat(untried.offendingThread()).isNull();
    }

    /** Which makes their order a matter of words: a connection is in the state of one of them at the most. */
    @Test
    void rules_anyStateThatCanBe_holdForOneAtMost() {
        for (int state : reachable()) {
            Connection c = Scripted.blank().connection();
            c.casState(0, state);
            List<String> held = RuleCatalog.timeRules().stream()
                    .filter(rule -> rule.heldSince(new Subject(c, 1)) != TimeRule.NOT_HELD)
                    .map(Rule::id)
                    .toList();
            assertThat(held)
                    .as("%s %s %s", States.inbound(state), States.outbound(state), States.descriptor(state))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    /** Whatever events may lead to, in any order. */
    private static Set<Integer> reachable() {
        Set<Integer> known = new HashSet<>(Set.of(0));
        Deque<Integer> open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            int from = open.pop();
            for (SocketEvent event : SocketEvent.values()) {
                Connection c = Scripted.blank().connection();
                c.casState(0, from);
                Transitions.apply(c, event);
                if (known.add(c.state())) open.push(c.state());
            }
        }
        assertThat(known).hasSizeGreaterThan(50);
        return known;
    }

    /** nanoTime has no origin: it may be negative, and it may overflow between two moments. */
    @ParameterizedTest
    @MethodSource("origins")
    void rules_anyOriginOfTheClock_judgeAlike(long origin) {
        Scripted life = Scripted.client(origin, "db", 5432).eof(SECOND);
        life.connection().lastMoveNanos = life.at(0);
        assertThat(at(EOF_NOT_CLOSED, life, 31 * SECOND - 1)).isEqualTo(NOT_YET);
        assertThat(at(EOF_NOT_CLOSED, life, 31 * SECOND)).isEqualTo("warn");
        life.writes(1);
        life.connection().lastMoveNanos = life.at(20 * SECOND);
        assertThat(at(EOF_NOT_CLOSED, life, 49 * SECOND)).isEqualTo(NOT_YET);
    }

    static List<Long> origins() {
        return List.of(0L, -1L, Long.MAX_VALUE - 10_000_000_000L, Long.MIN_VALUE + 1);
    }

    @Test
    void doneNotClosed_adviceAndClause_areOfWhatWasSeen() {
        Scripted reset = client().reset(1);
        Scripted shut = client().eof(1).shutdownOutput(2);
        assertThat(seen(reset).advice()).contains("exception").doesNotContain("shutdown");
        assertThat(seen(shut).advice()).isEqualTo(DONE_NOT_CLOSED.advice());
        assertThat(seen(reset).many()).isNotEqualTo(seen(shut).many());
        assertThat(seen(shut).held()).isPositive();
    }

    private static Rule.Hit seen(Scripted life) {
        Subject s = new Subject(life.connection(), life.at(HOUR));
        return DONE_NOT_CLOSED.seen(s, s.now() - DONE_NOT_CLOSED.heldSince(s), 0);
    }
}
