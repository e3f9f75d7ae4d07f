package io.tcpclose.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.BoardReset;
import io.tcpclose.bootstrap.ConnectFailure;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.filter.Selectors;
import io.tcpclose.core.filter.Suppressions;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.probe.Books;
import io.tcpclose.core.report.Report;
import io.tcpclose.core.report.Reported;
import io.tcpclose.core.rule.RuleSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rows of connections and findings, from lives that a test writes. */
class MetersTest {
    private static final long SECOND = 1_000;
    private static final String EOF_RULE = "eof-not-closed";

    @RegisterExtension
    final BoardReset reset = new BoardReset();

    @RegisterExtension
    final Books books = new Books();

    private final List<Scripted> left = new ArrayList<>();
    private Board board;

    @BeforeEach
    void meters() {
        board = new Board(books);
    }

    private static Scripted client() {
        return Scripted.client(Books.START, "db", 5432);
    }

    private static Scripted server() {
        return Scripted.server(Books.START, 8080);
    }

    // --- opened, closed, open ---

    @Test
    void sums_manyLives_openedIsClosedPlusConnectedAtEveryBoard() {
        Random random = new Random(4_711);
        for (int i = 1; i <= 400; i++) {
            live(random, i);
            if (i % 20 != 0) continue;
            board.turn(i);
            assertThat(Board.sum(Measure.OPENED)).isEqualTo(Board.sum(Measure.CLOSED) + connected());
        }
        assertThat(Board.sum(Measure.FIRST_CLOSER)).isEqualTo(Board.sum(Measure.CLOSED));
        assertThat(Board.sum(Measure.LIFETIME)).isEqualTo(Board.sum(Measure.CLOSED));
        assertThat(connected()).isPositive();
        assertThat(Board.sum(Measure.CLOSED)).isPositive();
    }

    /** As the gauge has it, which has those too that never were connected: their state is closed. */
    private static long connected() {
        return Board.sum(Measure.CONNECTIONS)
                - MeterBoard.rows(Measure.CONNECTIONS).entrySet().stream()
                        .filter(row -> row.getKey().equals(List.of("closed", "unknown")))
                        .mapToLong(row -> row.getValue().longValue())
                        .sum();
    }

    private static void live(Random random, int i) {
        Scripted life =
                switch (random.nextInt(5)) {
                    case 0 -> Scripted.client(Books.START, "cache", 6379);
                    case 1 -> server();
                    case 2 -> Scripted.opened(Books.START);
                    default -> client();
                };
        if (random.nextInt(3) == 0) life.eof(i);
        if (random.nextInt(9) == 0 && life.connection().has(Connection.CONNECTED)) life.reset(i);
        if (random.nextBoolean()) life.closes(i, random.nextInt(3) == 0 ? 5 : 0);
    }

    @Test
    void ends_areByRoleAndHow() {
        client().closes(1);
        client().flags(Connection.TIMED_OUT).closes(1);
        server().closes(1, 7);
        server().eof(1).held(2).flags(Connection.WAS_HELD).released(3, 0);
        board.turn(10);
        assertThat(Board.row(Measure.OPENED, "client", "socket")).isEqualTo(2);
        assertThat(Board.row(Measure.OPENED, "server", "socket")).isEqualTo(2);
        assertThat(Board.row(Measure.CLOSED, "client", "fin")).isEqualTo(1);
        assertThat(Board.row(Measure.CLOSED, "client", "timeout")).isEqualTo(1);
        assertThat(Board.row(Measure.CLOSED, "server", "rst_unread")).isEqualTo(1);
        assertThat(Board.row(Measure.CLOSED, "server", "deferred")).isEqualTo(1);
        assertThat(Board.row(Measure.FIRST_CLOSER, "client", "local")).isEqualTo(2);
        assertThat(Board.row(Measure.FIRST_CLOSER, "server", "peer")).isEqualTo(1);
    }

    /** Taken out of the table by its thread, its step not drained yet. */
    @Test
    void counter_ofAConnectionThatIsInNeitherSum_doesNotFall() {
        Scripted life = client();
        board.turn(1);
        life.closes(2);
        board.publish(3);
        assertThat(Board.row(Measure.OPENED, "client", "socket")).isEqualTo(1);
        assertThat(Board.row(Measure.CLOSED, "client", "fin")).isZero();
        board.turn(4);
        assertThat(Board.row(Measure.OPENED, "client", "socket")).isEqualTo(1);
        assertThat(Board.row(Measure.CLOSED, "client", "fin")).isEqualTo(1);
    }

    @Test
    void connect_thatFails_isNeitherOpenedNorClosed() {
        int[] reasons = {
            ConnectFailure.REFUSED, ConnectFailure.TIMEOUT, ConnectFailure.UNREACHABLE, ConnectFailure.OTHER
        };
        for (int reason : reasons) {
            Scripted.unanswered(Books.START, "db", 5432).connectFails(1, reason).closes(2);
        }
        board.turn(10);
        for (String reason : List.of("refused", "timeout", "unreachable", "other"))
            assertThat(Board.row(Measure.CONNECTS_FAILED, reason)).as(reason).isEqualTo(1);
        assertThat(Board.sum(Measure.OPENED)).isZero();
        assertThat(Board.sum(Measure.CLOSED)).isZero();
        assertThat(Board.sum(Measure.CONNECTIONS)).isZero();
    }

    @Test
    void role_unknown_isThereFromTheFirstAdoptedConnectionOn() {
        client().closes(1);
        board.turn(2);
        assertThat(rolesOf(Measure.OPENED)).containsExactlyInAnyOrder("client", "server");
        Scripted adopted = Scripted.adopted(Books.START, 80);
        board.turn(3);
        assertThat(Board.row(Measure.OPENED, "unknown", "socket")).isEqualTo(1);
        adopted.closes(4);
        board.turn(5);
        assertThat(Board.row(Measure.OPENED, "unknown", "socket")).isEqualTo(1);
        assertThat(Board.row(Measure.CLOSED, "unknown", "fin")).isEqualTo(1);
        assertThat(Board.durations(Measure.LIFETIME, "unknown").count()).isEqualTo(1);
    }

    private static Set<String> rolesOf(Measure measure) {
        return Set.copyOf(MeterBoard.rows(measure).keySet().stream()
                .map(tags -> tags.get(0))
                .distinct()
                .toList());
    }

    // --- states and halves ---

    @Test
    void connections_areByStateAndRole() {
        client();
        client().eof(1);
        server().shutdownOutput(1);
        Scripted.unanswered(Books.START, "db", 5432);
        board.turn(10);
        assertThat(Board.row(Measure.CONNECTIONS, "established", "client")).isEqualTo(1);
        assertThat(Board.row(Measure.CONNECTIONS, "close_wait", "client")).isEqualTo(1);
        assertThat(Board.row(Measure.CONNECTIONS, "fin_wait_2", "server")).isEqualTo(1);
        assertThat(Board.row(Measure.CONNECTIONS, "syn_sent", "client")).isEqualTo(1);
        assertThat(Board.sum(Measure.CONNECTIONS)).isEqualTo(4);
    }

    @Test
    void halves_areBySideAndWhetherTheEndWasRead() {
        client();
        client().shutdownOutput(1);
        client().eof(1);
        client().eof(1).shutdownOutput(2);
        Scripted unread = client();
        Scripted shut = client();
        for (Connection c : List.of(unread.connection(), shut.connection()))
            books.kernel().alive(c).fin(c);
        books.pass(5 * SECOND);
        shut.shutdownOutput(6 * SECOND);
        board.turn(7 * SECOND);
        for (List<String> half : MeterBoard.rows(Measure.HALF_CLOSED).keySet())
            assertThat(Board.row(Measure.HALF_CLOSED, half.toArray(new String[0])))
                    .as("%s", half)
                    .isEqualTo(1);
    }

    @Test
    void closeWaitAge_isOfTheOldestInMilliseconds() {
        client().eof(3_000);
        Scripted oldest = client().eof(1_000);
        board.turn(5_000);
        assertThat(Board.row(Measure.CLOSE_WAIT_AGE_MAX, "client")).isEqualTo(4_000);
        assertThat(Board.row(Measure.CLOSE_WAIT_AGE_MAX, "server")).isZero();
        oldest.closes(5_000);
        board.turn(6_000);
        assertThat(Board.row(Measure.CLOSE_WAIT_AGE_MAX, "client"))
                .as("a gauge falls")
                .isEqualTo(3_000);
    }

    // --- durations ---

    @Test
    void halfCloses_areBySideAndVerdictAndLastFromTheFirstFin() {
        client().eof(1_000).writes(5).closes(3_000);
        client().shutdownOutput(1_000).eof(2_000).closes(4_000);
        client().eof(1_000).writes(5).reset(2_000).closes(5_000);
        client().shutdownOutput(1_000).reads(5).reset(2_000).closes(6_000);
        client().closes(7_000);
        board.turn(8_000);
        lasted(2, Board.durations(Measure.HALF_CLOSE_DURATION, "peer", "legal"));
        lasted(3, Board.durations(Measure.HALF_CLOSE_DURATION, "local", "legal"));
        lasted(4, Board.durations(Measure.HALF_CLOSE_DURATION, "peer", "misuse"));
        lasted(5, Board.durations(Measure.HALF_CLOSE_DURATION, "local", "misuse"));
    }

    private static void lasted(long seconds, Durations one) {
        assertThat(one.count()).isEqualTo(1);
        assertThat(one.sumNanos()).isEqualTo(seconds * 1_000_000_000);
    }

    @Test
    void durations_ofAClose_areByRole() {
        server().eof(2_000).closes(3_000);
        board.turn(4_000);
        lasted(3, Board.durations(Measure.LIFETIME, "server"));
        lasted(1, Board.durations(Measure.FIN_TO_CLOSE, "server"));
        lasted(2, Board.durations(Measure.IDLE_BEFORE_FIN, "server"));
        assertThat(Board.durations(Measure.LIFETIME, "client").count()).isZero();
    }

    @Test
    void passes_areTimed() {
        board.meters.passed(1_000_000_000);
        board.turn(1);
        lasted(1, Board.durations(Measure.PROBE, "pass"));
    }

    // --- uses ---

    @Test
    void shutdownsAndLateWrites_areCounted() {
        client().shutdownInput(1);
        client().shutdownOutput(1);
        client().shutdownOutput(1);
        client().eof(1).writes(1).flags(Connection.WROTE_AFTER_EOF);
        client().eof(1).writes(1).flags(Connection.WROTE_AFTER_EOF).closes(2);
        client().eof(1).writes(1).flags(Connection.WROTE_AFTER_EOF).reset(2);
        board.turn(10);
        assertThat(Board.row(Measure.SHUTDOWNS, "input")).isEqualTo(1);
        assertThat(Board.row(Measure.SHUTDOWNS, "output")).isEqualTo(2);
        assertThat(Board.row(Measure.WRITES_AFTER_FIN, "legal")).isEqualTo(1);
        assertThat(Board.row(Measure.WRITES_AFTER_FIN, "lost")).isEqualTo(1);
        assertThat(Board.row(Measure.WRITES_AFTER_FIN_PENDING)).isEqualTo(1);
    }

    // --- findings ---

    @Test
    void finding_thatBecomesAnError_countsAtTheSeverityItHadFirst() {
        Scripted life = client().eof(0);
        books.pass(30 * SECOND);
        board.turn(35 * SECOND);
        assertThat(Board.row(Measure.FINDINGS, EOF_RULE, "warn")).isEqualTo(1);
        books.pass(305 * SECOND);
        board.turn(310 * SECOND);
        assertThat(books.engine().ledger().findings())
                .extracting(f -> f.severity().label())
                .containsExactly("error");
        assertThat(Board.sum(Measure.FINDINGS)).isEqualTo(1);
        assertThat(MeterBoard.rows(Measure.FINDINGS)).doesNotContainKey(List.of(EOF_RULE, "error"));
        assertThat(Board.row(Measure.FINDINGS_ACTIVE, EOF_RULE)).isEqualTo(1);
        life.closes(311 * SECOND);
        board.turn(312 * SECOND);
        assertThat(Board.row(Measure.FINDINGS_ACTIVE, EOF_RULE)).isZero();
        assertThat(Board.row(Measure.FINDINGS_RETRACTED, EOF_RULE)).isZero();
        assertThat(Board.row(Measure.FINDINGS, EOF_RULE, "warn")).isEqualTo(1);
    }

    @Test
    void finding_thatProvesLegal_isRetracted() {
        Scripted life = client().eof(0);
        books.pass(30 * SECOND);
        books.pass(35 * SECOND);
        life.writes(1).closes(36 * SECOND);
        board.turn(40 * SECOND);
        assertThat(Board.row(Measure.FINDINGS, EOF_RULE, "warn")).isEqualTo(1);
        assertThat(Board.row(Measure.FINDINGS_RETRACTED, EOF_RULE)).isEqualTo(1);
        assertThat(Board.row(Measure.FINDINGS_ACTIVE, EOF_RULE)).isZero();
    }

    @Test
    void finding_suppressed_isCountedApart() {
        Suppressions all = Suppressions.parse("* port:5432 # known", Set.of()).value();
        books.open(new Filters(Selectors.NONE, Selectors.NONE, Selectors.NONE, all), RuleSettings.DEFAULT);
        board = new Board(books);
        client().closes(1, 7);
        board.turn(2);
        assertThat(Board.row(Measure.FINDINGS_SUPPRESSED, "close-discards-unread"))
                .isEqualTo(1);
        assertThat(Board.sum(Measure.FINDINGS)).isZero();
    }

    @Test
    void finding_atAnotherSeverityThanItsDefault_hasARowFromThenOn() {
        board.turn(1);
        assertThat(MeterBoard.rows(Measure.FINDINGS)).doesNotContainKey(List.of("abortive-close", "warn"));
        client().flags(Connection.LINGER_ZERO).closes(2, 7);
        board.turn(3);
        assertThat(Board.row(Measure.FINDINGS, "abortive-close", "warn")).isEqualTo(1);
        assertThat(Board.row(Measure.FINDINGS, "abortive-close", "info")).isZero();
    }

    // --- who and where ---

    @Test
    void siteAndEndpoint_inCloseWait_haveRowsOfTheirOwn() {
        client().eof(1);
        client();
        server();
        board.turn(2);
        String site = getClass().getName() + ".client";
        assertThat(Board.row(Measure.SITE_OPEN, site)).isEqualTo(2);
        assertThat(Board.row(Measure.SITE_OPEN, "other")).isEqualTo(1);
        assertThat(Board.row(Measure.SITE_CLOSE_WAIT, site)).isEqualTo(1);
        assertThat(Board.row(Measure.ENDPOINT_CLOSE_WAIT, "db:5432")).isEqualTo(1);
        assertThat(Board.row(Measure.ENDPOINT_CLOSE_WAIT, "other")).isZero();
    }

    /** Accepted ones are the listener's: their peers are many and short-lived. */
    @Test
    void endpoint_ofAnAcceptedConnection_hasNoRow() {
        server().eof(1);
        board.turn(2);
        assertThat(MeterBoard.rows(Measure.ENDPOINT_CLOSE_WAIT)).containsOnlyKeys(List.of("other"));
    }

    @Test
    void peers_aHundredThousand_makeNoMoreRowsThanAThousand() {
        peers(1);
        int early = Board.rows();
        assertThat(MeterBoard.rows(Measure.ENDPOINT_CLOSE_WAIT)).hasSize(Board.SLOTS + 1);
        for (int batch = 2; batch <= 100; batch++) peers(batch);
        assertThat(Board.rows()).isEqualTo(early);
        assertThat(MeterBoard.rows(Measure.ENDPOINT_CLOSE_WAIT)).hasSize(Board.SLOTS + 1);
        assertThat(Board.sum(Measure.OPENED)).isEqualTo(100_000);
        assertThat(Board.sum(Measure.CLOSED)).isEqualTo(100_000 - 20);
    }

    /** A thousand peers that nobody has met before, 20 of them in CLOSE_WAIT at the board and closed after it. */
    private void peers(int batch) {
        long millis = batch * 20 * SECOND;
        left.forEach(life -> life.closes(20 * SECOND));
        left.clear();
        for (int i = 0; i < 1_000; i++) {
            Scripted life = Scripted.client(Books.nanos(millis), "peer-" + batch + "-" + i, 443);
            if (i % 50 == 0) left.add(life.eof(0));
            else life.closes(0);
        }
        board.turn(millis);
    }

    // --- one number of each state ---

    /** Own shutdownInput, told by the kernel alone; a reset behind an end-of-file that was read; history missing. */
    @Test
    void states_agreeWithTheReport_whoeverKnows() {
        Connection hidden = client().shutdownInput(1).connection();
        Connection dead = client().eof(1).connection();
        Connection closing = client().shutdownOutput(1).connection();
        Connection adopted = Scripted.adopted(Books.START, 5432).connection();
        Connection unread = server().connection();
        books.kernel().alive(client().connection());
        books.kernel().fin(hidden).fin(unread).fin(adopted).reset(dead).state(closing, KernelCalls.LAST_ACK);
        for (long at = 5; at <= 20; at += 5) board.turn(at * 1_000);
        Report report = Reported.at(books, 20_500);
        board.turn(21_000);
        Map<String, Long> metered = new TreeMap<>();
        MeterBoard.rows(Measure.CONNECTIONS).forEach((tags, n) -> {
            if (n.longValue() > 0) metered.merge(tags.get(0), n.longValue(), Long::sum);
        });
        assertThat(metered)
                .isEqualTo(report.summary().states())
                .containsEntry("close_wait", 3L)
                .containsEntry("last_ack", 1L)
                .containsEntry("closed", 1L)
                .containsEntry("established", 1L);
        Report.CloseWait closeWait = report.summary().closeWait();
        assertThat(closeWait.noticed() + closeWait.unnoticed() + closeWait.unknown())
                .isEqualTo(3);
        assertThat(report.endpoints().stream()
                        .mapToLong(Report.Endpoint::closeWait)
                        .sum())
                .isEqualTo(3);
        assertThat(report.sites().stream().mapToLong(Report.Site::closeWait).sum())
                .isEqualTo(3);
    }
}
