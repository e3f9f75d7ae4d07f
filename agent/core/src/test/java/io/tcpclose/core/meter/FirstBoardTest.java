package io.tcpclose.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.BoardReset;
import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.probe.Books;
import io.tcpclose.core.probe.FakeProc;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is there before anything has happened, and what the kernel adds. */
class FirstBoardTest {
    private static final List<String> ROLES = List.of("client", "server");
    private static final List<String> NO_TAG = List.of("");
    private static final Runnable READER = () -> {};

    @RegisterExtension
    final BoardReset reset = new BoardReset();

    @RegisterExtension
    final Books books = new Books();

    private Board board;

    @BeforeEach
    void meters() {
        board = new Board(books);
    }

    static Stream<Arguments> rows() {
        List<String> states = List.of(
                "established",
                "close_wait",
                "fin_wait_1",
                "fin_wait_2",
                "closing",
                "last_ack",
                "time_wait",
                "closed",
                "syn_sent");
        List<String> ends = List.of("reset", "timeout", "rst_linger", "rst_unread", "collected", "deferred", "fin");
        Collection<Rule> rules = List.copyOf(RuleCatalog.all());
        List<String> ids = rules.stream().map(Rule::id).toList();
        return Stream.of(
                rows(Measure.CONNECTIONS, pairs(states, ROLES)),
                rows(Measure.OPENED, pairs(ROLES, List.of("socket", "channel", "async"))),
                rows(Measure.CLOSED, pairs(ROLES, ends)),
                rows(Measure.FIRST_CLOSER, pairs(ROLES, List.of("local", "peer", "unknown"))),
                rows(
                        Measure.HALF_CLOSED,
                        List.of("local,none", "peer,read", "peer,unread", "both,read", "both,unread")),
                rows(Measure.LIFETIME, ROLES),
                rows(Measure.FIN_TO_CLOSE, ROLES),
                rows(Measure.IDLE_BEFORE_FIN, ROLES),
                rows(Measure.CLOSE_WAIT_AGE_MAX, ROLES),
                rows(Measure.CONNECTS_FAILED, List.of("refused", "timeout", "unreachable", "other")),
                rows(Measure.HALF_CLOSE_DURATION, pairs(List.of("local", "peer"), List.of("legal", "misuse"))),
                rows(Measure.SHUTDOWNS, List.of("input", "output")),
                rows(Measure.WRITES_AFTER_FIN, List.of("legal", "lost")),
                rows(Measure.WRITES_AFTER_FIN_PENDING, NO_TAG),
                rows(
                        Measure.FINDINGS,
                        rules.stream()
                                .map(rule -> rule.id() + "," + rule.severity().label())
                                .toList()),
                rows(Measure.FINDINGS_ACTIVE, ids),
                rows(Measure.FINDINGS_RETRACTED, ids),
                rows(Measure.FINDINGS_SUPPRESSED, ids),
                rows(Measure.SITE_OPEN, List.of("other")),
                rows(Measure.SITE_CLOSE_WAIT, List.of("other")),
                rows(Measure.ENDPOINT_CLOSE_WAIT, List.of("other")),
                rows(Measure.SHARED, List.of("threads")),
                rows(Measure.ORPHANS, List.of("fin_wait_1", "fin_wait_2", "closing", "last_ack")),
                rows(Measure.UNTRACKED, NO_TAG),
                rows(
                        Measure.HOOK_ERRORS,
                        List.of(
                                "read",
                                "write",
                                "sendfile",
                                "socket",
                                "connect",
                                "address",
                                "accept",
                                "shutdown",
                                "close",
                                "release",
                                "late-use",
                                "wait",
                                "layer",
                                "trace",
                                "opener")),
                rows(Measure.PROBE, List.of("pass", "proc-net")));
    }

    private static Arguments rows(Measure measure, List<String> tags) {
        return Arguments.of(measure, tags);
    }

    private static List<String> pairs(List<String> left, List<String> right) {
        List<String> pairs = new ArrayList<>();
        for (String l : left) for (String r : right) pairs.add(l + "," + r);
        return pairs;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void board_first_hasAllUsualRowsAtZero(Measure measure, List<String> tags) {
        board.turn(1);
        assertThat(tagsOf(measure)).containsExactlyInAnyOrderElementsOf(tags);
        assertThat(Board.sum(measure)).isZero();
    }

    private static List<String> tagsOf(Measure measure) {
        return MeterBoard.rows(measure).keySet().stream()
                .map(tags -> String.join(",", tags))
                .toList();
    }

    @Test
    void board_first_tellsOfTheAgentItself() {
        board.turn(1);
        assertThat(Board.row(Measure.BUILD, "1.2.3")).isEqualTo(1);
        assertThat(Board.row(Measure.CAPABILITY, "fin-watcher")).isEqualTo(1);
        assertThat(Board.row(Measure.CAPABILITY, "proc-net")).isZero();
        assertThat(tagsOf(Measure.CAPABILITY)).hasSize(Board.CAPABILITIES.size());
        assertThat(tagsOf(Measure.DROPPED))
                .contains("connections", "events", "findings", "sites", "stacks", "closes", "readings")
                .doesNotHaveDuplicates();
    }

    // --- what costs a reading of /proc ---

    @ParameterizedTest
    @EnumSource(names = {"KERNEL_EVENTS", "FDS_OPEN", "FDS_LIMIT"})
    void costly_whereNobodyAsks_isNotRead(Measure measure, @TempDir Path folder) throws IOException {
        proc(folder);
        board.turn(1);
        assertThat(MeterBoard.rows(measure)).isEmpty();
        assertThat(tagsOf(Measure.SHARED)).containsExactly("threads");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void costly_whereSomebodyAsks_isThere(@TempDir Path folder) throws IOException {
        proc(folder);
        MeterBoard.subscribe(READER, true);
        board.turn(1);
        assertThat(Board.row(Measure.KERNEL_EVENTS, "TCPAbortOnClose", "netns")).isEqualTo(3);
        assertThat(Board.row(Measure.KERNEL_EVENTS, "ListenDrops", "netns")).isEqualTo(4);
        assertThat(tagsOf(Measure.KERNEL_EVENTS)).hasSize(2);
        assertThat(Board.row(Measure.FDS_OPEN)).isPositive();
        assertThat(Board.row(Measure.FDS_LIMIT)).isPositive();
        assertThat(Board.row(Measure.SHARED, "processes")).isZero();
    }

    @Test
    void costly_withoutProc_isLeftOut() {
        MeterBoard.subscribe(READER, true);
        board.turn(1);
        for (Measure measure : Set.of(Measure.KERNEL_EVENTS, Measure.FDS_OPEN, Measure.FDS_LIMIT))
            assertThat(MeterBoard.rows(measure)).as("%s", measure).isEmpty();
    }

    private FakeProc proc(Path folder) throws IOException {
        FakeProc proc = new FakeProc(folder);
        proc.tables(books.engine());
        proc.descriptors(books.engine());
        Files.writeString(folder.resolve("netstat"), "TcpExt: TCPAbortOnClose ListenDrops\nTcpExt: 3 4\n");
        return proc;
    }

    @Test
    void listeners_ofOnePort_areOneRowAndManyPortsAreSixteen(@TempDir Path folder) throws IOException {
        FakeProc proc = proc(folder);
        for (int port = 8_000; port < 8_020; port++) {
            Scripted.listener(Books.START, port);
            proc.listening(port, port - 8_000, port);
        }
        Scripted.listener(Books.START, 8_003);
        books.pass(1);
        books.engine().refresh(Books.nanos(2), Books.WALL);
        board.turn(3);
        assertThat(MeterBoard.rows(Measure.ACCEPT_QUEUE)).hasSize(16).containsKeys(List.of("8000"), List.of("8015"));
        assertThat(Board.row(Measure.ACCEPT_QUEUE, "8002")).isEqualTo(2);
        assertThat(Board.row(Measure.ACCEPT_QUEUE, "8003"))
                .as("two listeners, one queue")
                .isEqualTo(3);
        assertThat(MeterBoard.rows(Measure.BACKLOG_CLOSE_WAIT)).hasSize(16);
    }
}
