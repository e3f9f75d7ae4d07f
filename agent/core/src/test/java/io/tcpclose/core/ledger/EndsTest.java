package io.tcpclose.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.bootstrap.Traced;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.rule.Subject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a connection ended: verdict, first closer, kind of close, sums. */
class EndsTest {
    @RegisterExtension
    final Traced traced = new Traced(new EventInbox());

    private static Scripted client() {
        return Scripted.client(1_000, "db", 5432);
    }

    private static Subject subject(Scripted life) {
        return new Subject(life.connection(), life.at(1_000_000));
    }

    // --- verdict ---

    static Stream<Arguments> verdicts() {
        return Stream.of(
                verdict("both at once", c -> c.closes(1), false, Verdict.NONE),
                verdict("the peer first, then we", c -> c.eof(1).closes(2), false, Verdict.NONE),
                verdict("bytes before end-of-file only", c -> c.writes(5).eof(1).closes(2), false, Verdict.NONE),
                verdict("answered after end-of-file", c -> c.eof(1).writes(5).closes(2), false, Verdict.LEGAL),
                verdict(
                        "own FIN, then the peer's",
                        c -> c.shutdownOutput(1).eof(2).closes(3),
                        false,
                        Verdict.LEGAL),
                verdict("own FIN, read on", c -> c.shutdownOutput(1).reads(5).closes(2), false, Verdict.LEGAL),
                verdict("own FIN, never answered", c -> c.shutdownOutput(1).closes(2), false, Verdict.NONE),
                verdict("answered, and reset", c -> c.eof(1).writes(5).reset(2).closes(3), false, Verdict.MISUSE),
                verdict(
                        "answered, and a RST that nobody read",
                        c -> c.eof(1).writes(5).flags(Connection.RST_AT_CLOSE).closes(3),
                        false,
                        Verdict.MISUSE),
                verdict("left until a rule fired", c -> c.eof(1).closes(99), true, Verdict.MISUSE),
                verdict("stuck until a rule fired", c -> c.shutdownOutput(1).closes(99), true, Verdict.MISUSE),
                verdict("reset, and left until a rule fired", c -> c.reset(1).closes(99), true, Verdict.NONE),
                verdict("held until a rule fired", c -> c.held(1).released(99, 0), true, Verdict.NONE));
    }

    private static Arguments verdict(String what, UnaryOperator<Scripted> life, boolean accused, Verdict verdict) {
        return Arguments.of(what, life, accused, verdict);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verdicts")
    void verdict_ofALife(String what, UnaryOperator<Scripted> life, boolean accused, Verdict verdict) {
        assertThat(Verdict.of(subject(life.apply(client())), accused)).as(what).isEqualTo(verdict);
    }

    // --- who was first ---

    static Stream<Arguments> firstClosers() {
        return Stream.of(
                first("nothing had come at close", c -> c.closes(1), FirstCloser.LOCAL),
                first(
                        "a FIN had come at close",
                        c -> c.flags(Connection.FIN_AT_CLOSE).closes(1),
                        FirstCloser.PEER),
                first("end-of-file was read", c -> c.eof(1).closes(2), FirstCloser.PEER),
                first(
                        "end-of-file before own FIN",
                        c -> c.eof(1).shutdownOutput(2).closes(3),
                        FirstCloser.PEER),
                first(
                        "own FIN before end-of-file",
                        c -> c.shutdownOutput(1).eof(2).closes(3),
                        FirstCloser.LOCAL),
                first("reset", c -> c.reset(1).closes(2), FirstCloser.PEER),
                first("own FIN, then reset", c -> c.shutdownOutput(1).reset(2).closes(3), FirstCloser.UNKNOWN),
                first(
                        "own FIN, and a FIN at close: which came first?",
                        c -> c.shutdownOutput(1).flags(Connection.FIN_AT_CLOSE).closes(2),
                        FirstCloser.UNKNOWN),
                first("own FIN only", c -> c.shutdownOutput(1).closes(2), FirstCloser.LOCAL),
                first("the kernel was not asked", c -> c.released(1, -1), FirstCloser.UNKNOWN));
    }

    private static Arguments first(String what, UnaryOperator<Scripted> life, FirstCloser first) {
        return Arguments.of(what, life, first);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("firstClosers")
    void firstCloser_ofALife(String what, UnaryOperator<Scripted> life, FirstCloser first) {
        assertThat(FirstCloser.of(subject(life.apply(client())))).as(what).isEqualTo(first);
    }

    // --- how ---

    static Stream<Arguments> closeKinds() {
        return Stream.of(
                kind("clean", c -> c.closes(1), CloseKind.FIN),
                kind("collected", c -> c.flags(Connection.BY_CLEANER).released(1, 0), CloseKind.COLLECTED),
                kind(
                        "collected, bytes unread",
                        c -> c.flags(Connection.BY_CLEANER).released(1, 4),
                        CloseKind.RST_UNREAD),
                kind("bytes unread", c -> c.closes(1, 4), CloseKind.RST_UNREAD),
                kind(
                        "linger, bytes unread",
                        c -> c.flags(Connection.LINGER_ZERO).closes(1, 4),
                        CloseKind.RST_LINGER),
                kind(
                        "linger, reset before",
                        c -> c.flags(Connection.LINGER_ZERO).reset(1).closes(2),
                        CloseKind.RESET),
                kind(
                        "given up by the kernel",
                        c -> c.flags(Connection.TIMED_OUT).closes(1),
                        CloseKind.TIMEOUT),
                kind(
                        "given up, bytes unread",
                        c -> c.flags(Connection.TIMED_OUT | Connection.LINGER_ZERO)
                                .closes(1, 4),
                        CloseKind.TIMEOUT),
                kind(
                        "given up, and reset",
                        c -> c.flags(Connection.TIMED_OUT).reset(1).closes(2),
                        CloseKind.RESET),
                kind(
                        "held by a selector",
                        c -> c.held(1).flags(Connection.WAS_HELD).released(2, 0),
                        CloseKind.DEFERRED),
                kind(
                        "held, bytes unread",
                        c -> c.held(1).flags(Connection.WAS_HELD).released(2, 4),
                        CloseKind.RST_UNREAD),
                kind("a RST at close", c -> c.flags(Connection.RST_AT_CLOSE).closes(1), CloseKind.RESET));
    }

    private static Arguments kind(String what, UnaryOperator<Scripted> life, CloseKind kind) {
        return Arguments.of(what, life, kind);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closeKinds")
    void closeKind_ofALife(String what, UnaryOperator<Scripted> life, CloseKind kind) {
        assertThat(CloseKind.of(life.apply(client()).connection())).as(what).isEqualTo(kind);
    }

    @Test
    void closeKind_neverConnected_isNone() {
        assertThat(CloseKind.of(Scripted.opened(0).closes(1).connection())).isEqualTo(CloseKind.NONE);
    }

    // --- sums ---

    private static void add(Totals totals, Scripted life) {
        Subject s = subject(life);
        Step closed = Objects.requireNonNull(life.connection().newestStep());
        totals.closed(s, closed, Verdict.of(s, false));
    }

    @Test
    void totals_ofSomeEnds_areByRoleKindHowAndEndpoint() {
        Totals totals = new Totals();
        add(totals, client().closes(3));
        add(totals, client().eof(1).closes(2));
        add(totals, Scripted.server(0, 8080).closes(1, 5));
        add(totals, Scripted.opened(0).closes(1));
        assertThat(totals.closed(Role.CLIENT, CloseKind.FIN)).isEqualTo(2);
        assertThat(totals.closed(Role.SERVER, CloseKind.RST_UNREAD)).isEqualTo(1);
        assertThat(totals.closed(Role.UNKNOWN, CloseKind.NONE)).isEqualTo(1);
        assertThat(totals.closed(Role.CLIENT, Kind.SOCKET)).isEqualTo(2);
        assertThat(totals.endpoints()).containsOnlyKeys("db:5432", "listener:8080");
        EndpointSums db = Objects.requireNonNull(totals.endpoints().get("db:5432"));
        assertThat(db.closed()).isEqualTo(2);
        assertThat(db.closedFirst(FirstCloser.LOCAL)).isEqualTo(1);
        assertThat(db.closedFirst(FirstCloser.PEER)).isEqualTo(1);
        assertThat(Objects.requireNonNull(totals.lifetimes().get(Role.CLIENT))
                        .snapshot()
                        .count())
                .isEqualTo(2);
        Durations finToClose =
                Objects.requireNonNull(totals.finsToClose().get(Role.CLIENT)).snapshot();
        assertThat(finToClose.count()).isEqualTo(1);
        assertThat(finToClose.sumNanos()).isEqualTo(1_000_000);
        assertThat(totals.finsToClose().get(Role.SERVER)).isNull();
    }

    @Test
    void totals_manyEndpoints_areBoundedAndTheRestIsOther() {
        Totals totals = new Totals();
        for (int port = 1; port <= 2_000; port++) {
            add(totals, Scripted.client(0, "db", port).closes(1));
        }
        assertThat(totals.endpoints()).hasSize(1_025).containsKey("(other)");
        long closed = totals.endpoints().values().stream()
                .mapToLong(EndpointSums::closed)
                .sum();
        assertThat(closed).isEqualTo(2_000);
    }

    @Test
    void idleBeforeFin_isKnownWhereNothingMovedSinceTheProbe() {
        Scripted life = client().reads(5);
        Connection c = life.connection();
        c.bytesAtProbe = 5;
        c.lastMoveNanos = life.at(100);
        life.eof(60_100);
        assertThat(Totals.idleBeforeFin(subject(life))).isEqualTo(60_000);
        life.reads(1);
        assertThat(Totals.idleBeforeFin(subject(life))).as("moved since").isNull();
        assertThat(Totals.idleBeforeFin(subject(client()))).as("no end-of-file").isNull();
    }

    @Test
    void idleBeforeFin_median_isOfTheLast64() {
        EndpointSums sums = new EndpointSums();
        assertThat(sums.idleBeforeFinMedian()).isNull();
        for (int i = 0; i < 1_000; i++) sums.idleBeforeFin(1);
        for (int i = 0; i < 64; i++) sums.idleBeforeFin(i * 10L);
        assertThat(sums.idleBeforeFinMedian()).isEqualTo(320);
    }

    @Test
    void histogram_durations_fallUnderTheirUpperBound() {
        Histogram histogram = new Histogram();
        for (long millis : new long[] {0, 1, 2, 600_000, 600_001}) histogram.add(millis * 1_000_000);
        histogram.add(-5);
        Durations durations = histogram.snapshot();
        assertThat(durations.inBucket(0))
                .as("up to 1 ms, and what a clock turned back")
                .isEqualTo(3);
        assertThat(durations.inBucket(1)).isEqualTo(1);
        assertThat(durations.inBucket(durations.bounds() - 1)).isEqualTo(1);
        assertThat(durations.inBucket(durations.bounds())).isEqualTo(1);
        assertThat(durations.count()).isEqualTo(6);
    }

    // --- names ---

    @Test
    void endpoint_isTheNameThatTheApplicationGaveElseTheLiteral() {
        assertThat(Endpoints.nameOf(client().connection())).isEqualTo("db:5432");
        assertThat(Endpoints.hostOf(client().connection())).isEqualTo("db");
        Scripted literal = Scripted.client(0, "", 443);
        assertThat(Endpoints.nameOf(literal.connection())).isEqualTo("10.0.0.1:443");
        assertThat(Endpoints.hostOf(literal.connection())).isNull();
        assertThat(Endpoints.remote(literal.connection())).isEqualTo("10.0.0.1:443");
        assertThat(Endpoints.nameOf(Scripted.server(0, 80).connection())).isEqualTo("listener:80");
        assertThat(Endpoints.hostOf(Scripted.server(0, 80).connection())).isNull();
        assertThat(Endpoints.nameOf(Scripted.opened(0).connection())).isNull();
        assertThat(Endpoints.remote(Scripted.opened(0).connection())).isNull();
        assertThat(Endpoints.local(Scripted.opened(0).connection())).isNull();
        assertThat(Endpoints.local(Scripted.server(0, 80).connection())).isEqualTo("*:80");
    }

    @Test
    void endpoint_ofIpv6_isInBrackets() throws UnknownHostException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        assertThat(Endpoints.literal(InetAddress.getByAddress(loopback))).isEqualTo("[0:0:0:0:0:0:0:1]");
    }

    @Test
    void step_eofBeforeTheLifeLineWasCut_isRemembered() {
        Scripted life = client();
        for (int i = 0; i < 8; i++) life.step(SocketEvent.RESET, i, 0);
        life.eof(9);
        assertThat(subject(life).step(SocketEvent.EOF)).isNotNull();
        assertThat(subject(life).nanosOf(SocketEvent.CLOSE)).isEqualTo(life.connection().openedNanos);
    }
}
