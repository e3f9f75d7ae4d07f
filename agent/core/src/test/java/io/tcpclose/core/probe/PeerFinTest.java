package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.kernel.ScriptedFins;
import io.tcpclose.core.ledger.EndpointSums;
import io.tcpclose.core.ledger.FirstCloser;
import io.tcpclose.core.ledger.Totals;
import io.tcpclose.core.ledger.Verdict;
import io.tcpclose.core.rule.Subject;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a connection whose peer's FIN was told by the kernel, before or instead of a read. */
class PeerFinTest {
    private static final long SECOND = 1_000;
    /** Of the probe that finds the FIN. */
    private static final long FOUND = 5 * SECOND;

    @RegisterExtension
    final Books books = new Books();

    /** The kernel has told of the FIN. */
    private Scripted found(Scripted life) {
        books.kernel().alive(life.connection()).fin(life.connection());
        books.passes(0, FOUND);
        return life;
    }

    private Scripted found() {
        return found(Books.client());
    }

    private Totals totals() {
        return books.engine().totals();
    }

    private EndpointSums database() {
        return Objects.requireNonNull(totals().endpoints().get("db:5432"));
    }

    // --- verdict ---

    static Stream<Arguments> verdicts() {
        return Stream.of(
                verdict("closed without a word", c -> c.closes(6 * SECOND), Verdict.NONE),
                verdict("answered", c -> c.writes(5).closes(6 * SECOND), Verdict.LEGAL),
                verdict(
                        "answered, and a RST that nobody read",
                        c -> c.writes(5).flags(Connection.RST_AT_CLOSE).closes(6 * SECOND),
                        Verdict.MISUSE),
                verdict(
                        "answered, and reset",
                        c -> c.writes(5).reset(6 * SECOND).closes(7 * SECOND),
                        Verdict.MISUSE),
                verdict(
                        "answered by an alert of TLS",
                        c -> c.flags(Connection.TLS).tlsSays(31).closes(6 * SECOND),
                        Verdict.NONE),
                verdict(
                        "answered over TLS",
                        c -> c.flags(Connection.TLS).writes(32).closes(6 * SECOND),
                        Verdict.LEGAL));
    }

    private static Arguments verdict(String what, UnaryOperator<Scripted> rest, Verdict verdict) {
        return Arguments.of(what, rest, verdict);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verdicts")
    void verdict_ofAnUnreadFin(String what, UnaryOperator<Scripted> rest, Verdict verdict) {
        Scripted closed = rest.apply(found(Books.client().writes(100)));
        books.pass(10 * SECOND);
        assertThat(OpenSockets.connections()).doesNotContain(closed.connection());
        assertThat(totals().verdicts(verdict)).as(what).isEqualTo(1);
    }

    // --- who was first ---

    @Test
    void firstCloser_finUnread_isThePeer() {
        found().closes(6 * SECOND);
        books.pass(10 * SECOND);
        assertThat(database().closedFirst(FirstCloser.PEER)).isEqualTo(1);
    }

    @Test
    void firstCloser_finUnreadThenOwn_isThePeer() {
        found().shutdownOutput(6 * SECOND).closes(7 * SECOND);
        books.pass(10 * SECOND);
        assertThat(database().closedFirst(FirstCloser.PEER)).isEqualTo(1);
    }

    @Test
    void firstCloser_ownFinThenUnread_isLocal() {
        found(Books.client().shutdownOutput(SECOND)).closes(6 * SECOND);
        books.pass(10 * SECOND);
        assertThat(database().closedFirst(FirstCloser.LOCAL)).isEqualTo(1);
    }

    /** It was in FIN_WAIT when the foreign shutdown was found: no FIN of the peer had come. */
    @Test
    void firstCloser_foreignShutdownThenEndOfFile_isLocal() {
        Scripted life = Books.client();
        books.kernel().alive(life.connection()).state(life.connection(), KernelCalls.FIN_WAIT_2);
        for (long at = 5; at <= 60; at += 5) books.pass(at * SECOND);
        assertThat(life.connection().has(Connection.FOREIGN_SHUT)).isTrue();
        life.eof(61 * SECOND).closes(62 * SECOND);
        books.pass(65 * SECOND);
        assertThat(database().closedFirst(FirstCloser.LOCAL)).isEqualTo(1);
    }

    // --- idle before it ---

    @Test
    void idleBeforeFin_nothingMovedSinceTheProbe_isKnown() {
        ScriptedFins fins = new ScriptedFins();
        books.engine().kernel().watchedBy(fins);
        Scripted life = Books.client().reads(1);
        books.kernel().alive(life.connection()).fin(life.connection());
        books.pass(SECOND);
        fins.tell(life.connection(), Books.nanos(31 * SECOND));
        books.pass(35 * SECOND);
        assertThat(Totals.idleBeforeFin(new Subject(life.connection(), Books.nanos(36 * SECOND))))
                .isEqualTo(30 * SECOND);
    }

    /** Otherwise it would be the time until somebody read it. */
    @Test
    void idleBeforeFin_bytesMovedJustBefore_staysUnknownWhenItIsRead() {
        ScriptedFins fins = new ScriptedFins();
        books.engine().kernel().watchedBy(fins);
        Scripted life = Books.client();
        books.kernel().alive(life.connection()).fin(life.connection());
        books.pass(SECOND);
        life.reads(1);
        fins.tell(life.connection(), Books.nanos(2 * SECOND));
        books.passes(6 * SECOND, 11 * SECOND);
        life.eof(100 * SECOND);
        assertThat(Totals.idleBeforeFin(new Subject(life.connection(), Books.nanos(100 * SECOND))))
                .isNull();
    }

    // --- until the close ---

    @Test
    void finToClose_readLate_countsFromTheFin() {
        found().eof(60 * SECOND).closes(61 * SECOND);
        books.pass(65 * SECOND);
        Durations time =
                Objects.requireNonNull(totals().finsToClose().get(Role.CLIENT)).snapshot();
        assertThat(time.sumNanos()).isEqualTo((61 * SECOND - FOUND) * 1_000_000);
    }

    @Test
    void lateClose_finUnread_isInfo() {
        found().closes(FOUND + 60 * SECOND + 1);
        books.pass(70 * SECOND);
        assertThat(books.findings()).containsExactly("late-close info 1/0/0");
        assertThat(books.only().message()).contains("Closed 60 s after the peer's FIN had come, unread:");
    }

    @Test
    void lateClose_atTheThreshold_isSoonEnough() {
        found().closes(FOUND + 60 * SECOND);
        books.pass(70 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void lateClose_answeredSince_isSilent() {
        found().writes(1).closes(600 * SECOND);
        books.pass(601 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void lateClose_readLateThenClosedAtOnce_doesNotBlameTheReader() {
        found().eof(100 * SECOND).closes(101 * SECOND);
        books.pass(102 * SECOND);
        assertThat(books.only().rule().id()).isEqualTo("late-close");
        assertThat(books.only().message()).contains("Closed 96 s after the peer's FIN had come:");
    }
}
