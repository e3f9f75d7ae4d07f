package io.tcpclose.core.rule;

import static io.tcpclose.core.rule.Judged.NO;
import static io.tcpclose.core.rule.Judged.lastStep;
import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Operation;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Traced;
import io.tcpclose.core.probe.EventInbox;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StepRulesTest {
    private static final long SECOND = 1_000;
    private static final StepRule DISCARDS = new CloseDiscardsUnread();
    private static final StepRule ABORTIVE = new AbortiveClose();
    private static final StepRule COLLECTED = new CollectedWithoutClose();
    private static final StepRule LATE = new LateClose();
    private static final StepRule AFTER_FIN = new WriteAfterFin();
    private static final StepRule DEAD = new WriteToDeadPeer();
    private static final StepRule AFTER_CLOSE = new UseAfterClose();
    private static final StepRule AFTER_SHUTDOWN = new UseAfterShutdown();

    @RegisterExtension
    final Traced traced = new Traced(new EventInbox());

    private static Scripted client() {
        return Scripted.client(1_000_000_000_000L, "db", 5432);
    }

    /** Rule, what its last step is called, the life up to it, what the rule says. */
    static Stream<Arguments> lives() {
        return Stream.of(
                life(DISCARDS, "closed empty", c -> c.closes(1, 0), NO),
                life(DISCARDS, "not known", c -> c.closes(1, -1), NO),
                life(DISCARDS, "closed with bytes unread", c -> c.closes(1, 1), "warn"),
                life(DISCARDS, "pre-closed with bytes unread", c -> c.step(SocketEvent.PRE_CLOSED, 1, 5), "warn"),
                life(
                        DISCARDS,
                        "the peer's FIN had come",
                        c -> c.flags(Connection.FIN_AT_CLOSE).closes(1, 9),
                        "info"),
                life(
                        DISCARDS,
                        "its RST had come",
                        c -> c.flags(Connection.RST_AT_CLOSE).closes(1, 9),
                        "info"),
                life(DISCARDS, "the application knew", c -> c.reset(1).closes(2, 9), "info"),
                life(
                        DISCARDS,
                        "user_canceled and close_notify of TLS 1.3",
                        c -> c.flags(Connection.TLS).closes(1, 48),
                        NO),
                life(
                        DISCARDS,
                        "more than TLS alerts",
                        c -> c.flags(Connection.TLS).closes(1, 49),
                        "warn"),
                life(
                        DISCARDS,
                        "RST was wanted",
                        c -> c.flags(Connection.LINGER_ZERO).closes(1, 9),
                        NO),
                life(
                        DISCARDS,
                        "the Cleaner closed",
                        c -> c.flags(Connection.BY_CLEANER).released(1, 9),
                        NO),
                life(DISCARDS, "no close", c -> c.step(SocketEvent.EOF, 1, 9), NO),
                life(
                        ABORTIVE,
                        "linger zero",
                        c -> c.flags(Connection.LINGER_ZERO).closes(1, 0),
                        "info"),
                life(
                        ABORTIVE,
                        "and bytes unread",
                        c -> c.flags(Connection.LINGER_ZERO).closes(1, 4),
                        "warn"),
                life(ABORTIVE, "no linger", c -> c.closes(1, 4), NO),
                life(
                        ABORTIVE,
                        "the peer had reset it",
                        c -> c.flags(Connection.LINGER_ZERO).reset(1).closes(2),
                        NO),
                life(
                        ABORTIVE,
                        "a RST had come unnoticed",
                        c -> c.flags(Connection.LINGER_ZERO | Connection.RST_AT_CLOSE)
                                .closes(2),
                        NO),
                life(COLLECTED, "a lost channel", c -> c.step(SocketEvent.COLLECTED, 1, 0), "error"),
                life(
                        COLLECTED,
                        "a Socket, recovered",
                        c -> c.flags(Connection.BY_CLEANER).released(1, 0),
                        "warn"),
                life(COLLECTED, "closed in time", c -> c.closes(1), NO),
                life(LATE, "soon", c -> c.eof(1).closes(60 * SECOND + 1), NO),
                life(LATE, "late", c -> c.eof(1).closes(60 * SECOND + 2), "info"),
                life(LATE, "late, but answered", c -> c.eof(1).writes(1).closes(600 * SECOND), NO),
                life(
                        LATE,
                        "late, but our FIN was sent",
                        c -> c.eof(1).shutdownOutput(2).closes(600 * SECOND),
                        NO),
                life(LATE, "no end-of-file", c -> c.closes(600 * SECOND), NO),
                life(LATE, "by the Cleaner", c -> c.eof(1).released(600 * SECOND, 0), NO),
                life(AFTER_FIN, "a legal half-close", c -> lateWrite(c).closes(4), NO),
                life(AFTER_FIN, "answered by RST", c -> lateWrite(c).reset(4), "warn"),
                life(
                        AFTER_FIN,
                        "answered by RST that nobody read",
                        c -> lateWrite(c).flags(Connection.RST_AT_CLOSE).closes(4),
                        "warn"),
                life(
                        AFTER_FIN,
                        "told once",
                        c -> lateWrite(c)
                                .reset(4)
                                .flags(Connection.RST_AT_CLOSE)
                                .closes(5),
                        NO),
                life(AFTER_FIN, "reset without a late write", c -> c.eof(1).reset(4), NO),
                life(DEAD, "for a while", c -> c.step(SocketEvent.WRITE_TO_DEAD, 1, seconds(10)), "warn"),
                life(DEAD, "for long", c -> c.step(SocketEvent.WRITE_TO_DEAD, 1, seconds(10) + 1), "error"),
                life(DEAD, "the first failure", c -> c.reset(1), NO),
                life(AFTER_CLOSE, "a use", c -> c.step(SocketEvent.USE_AFTER_CLOSE, 1, Operation.READ), "warn"),
                life(AFTER_CLOSE, "the close", c -> c.closes(1), NO),
                life(AFTER_SHUTDOWN, "a use", c -> c.step(SocketEvent.USE_AFTER_SHUTDOWN, 1, Operation.WRITE), "warn"),
                life(AFTER_SHUTDOWN, "the shutdown", c -> c.shutdownOutput(1), NO));
    }

    private static long seconds(long seconds) {
        return seconds * 1_000_000_000;
    }

    private static Scripted lateWrite(Scripted c) {
        return c.eof(1).flags(Connection.WROTE_AFTER_EOF).step(SocketEvent.WRITE_AFTER_EOF, 2, 0);
    }

    private static Arguments life(StepRule rule, String what, UnaryOperator<Scripted> life, String says) {
        return Arguments.of(rule.id() + ": " + what, rule, life, says);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lives")
    void rule_ofTheLastStep_says(String what, StepRule rule, UnaryOperator<Scripted> life, String says) {
        assertThat(lastStep(rule, life.apply(client()))).as(what).isEqualTo(says);
    }

    /** The client has left; a server that goes on, or keeps the connection, does not know how it stands with it. */
    @ParameterizedTest
    @CsvSource({"4,info", "101,info", "102,warn"})
    void writeAfterFin_answeredAndClosedByAServer_warnsOnlyIfItWaited(long closedAt, String severity) {
        Scripted server = lateWrite(Scripted.server(0, 80)).flags(Connection.RST_AT_CLOSE);
        assertThat(lastStep(AFTER_FIN, server.closes(closedAt))).isEqualTo(severity);
    }

    @Test
    void writeAfterFin_ofAServerThatIsTold_warns() {
        assertThat(lastStep(AFTER_FIN, lateWrite(Scripted.server(0, 80)).reset(4)))
                .isEqualTo("warn");
    }

    @Test
    void abortiveClose_neverConnected_isNone() {
        Scripted unconnected = Scripted.opened(0).flags(Connection.LINGER_ZERO).closes(1);
        assertThat(lastStep(ABORTIVE, unconnected)).isEqualTo(NO);
    }

    @ParameterizedTest
    @CsvSource({"1,A read was started", "2,A write", "3,A connect", "4,A shutdown", "0,A read or write"})
    void useAfterClose_namesTheOperation(long operation, String start) {
        Rule.Hit hit = Judged.hit(AFTER_CLOSE, client().step(SocketEvent.USE_AFTER_CLOSE, 1, operation));
        assertThat(Objects.requireNonNull(hit).message()).startsWith(start);
    }

    @ParameterizedTest
    @CsvSource({"1,shutdownInput", "2,shutdownOutput"})
    void useAfterShutdown_namesTheDirection(long operation, String direction) {
        Rule.Hit hit = Judged.hit(AFTER_SHUTDOWN, client().step(SocketEvent.USE_AFTER_SHUTDOWN, 1, operation));
        assertThat(Objects.requireNonNull(hit).message()).contains(direction);
    }

    @Test
    void closeDiscardsUnread_blamesTheCloseAndSaysWhatIsLost() {
        Scripted life = client().closes(1, 17);
        Rule.Hit hit = Objects.requireNonNull(Judged.hit(DISCARDS, life));
        assertThat(hit.message()).contains("17 unread bytes", "may lose");
        Object close = Objects.requireNonNull(
                        Objects.requireNonNull(life.connection().newestStep()).older())
                .trace;
        assertThat(hit.offendingTrace()).isSameAs(close).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"-1,Open when the JVM ended.,info", "0,Open when the JVM ended.,info", "9,with 9 bytes unread,warn"})
    void openAtExit_withBytesUnread_warns(int unread, String says, String severity) {
        Rule.Hit hit =
                RuleCatalog.openAtExit().hit(Scripted.client(0, "db", 5432).connection(), unread);
        assertThat(hit.message()).contains(says);
        assertThat(hit.severity().label()).isEqualTo(severity);
    }
}
