package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.kernel.ScriptedFins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's evidence in the engine: what is asked of which connection, and when. */
class KernelWatchTest {
    private static final long SECOND = 1_000;
    private static final int TIME_WAIT = 6;

    @RegisterExtension
    final Books books = new Books();

    private KernelWatch watch() {
        return books.engine().kernel();
    }

    private static Inbound inbound(Scripted life) {
        return States.inbound(life.connection().state());
    }

    private static List<SocketEvent> steps(Scripted life) {
        List<SocketEvent> events = new ArrayList<>();
        for (Step s = life.connection().newestStep(); s != null; s = s.older()) events.add(0, s.event);
        return events;
    }

    // --- of which connections ---

    @Test
    void connect_thatTheKernelHasDecided_isFoundWhereNobodyFinishesIt() {
        Scripted life = Scripted.unanswered(Books.START, "db", 5432);
        books.kernel().alive(life.connection()).fin(life.connection());
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        books.engine().refresh(Books.nanos(307 * SECOND), Books.WALL);
        assertThat(inbound(life)).isEqualTo(Inbound.CONNECTING);
        assertThat(books.findings()).containsExactly("opened-never-connected error 1/1/0");
        assertThat(books.only().message()).contains("finishConnect was not called");
    }

    @Test
    void listener_readable_isNoConnectionWithAnEnd() {
        Scripted listener = Scripted.listener(Books.START, 8080);
        books.kernel().fin(listener.connection());
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        books.engine().refresh(Books.nanos(307 * SECOND), Books.WALL);
        assertThat(steps(listener)).isEmpty();
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void preClosed_isNotAskedAfter() {
        Scripted life = Books.client();
        books.kernel().alive(life.connection()).fin(life.connection());
        life.preClosed(1);
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        assertThat(steps(life)).containsExactly(SocketEvent.PRE_CLOSED);
    }

    /** No native of the JDK, no /proc: everything is unknown, and nothing is a finding. */
    @Test
    void kernel_thatCannotBeAsked_findsNothing() {
        Scripted client = Books.client().reads(1).writes(1);
        Scripted server = Scripted.server(Books.START, 8080);
        Scripted shut = Books.client().shutdownInput(1);
        for (long at = 5; at <= 3_600; at += 5) books.pass(at * SECOND);
        assertThat(books.findings()).isEmpty();
        assertThat(steps(client)).isEmpty();
        assertThat(steps(server)).isEmpty();
        assertThat(steps(shut)).containsExactly(SocketEvent.SHUTDOWN_INPUT);
    }

    /** Established all the time: none of its silences is an end. */
    @Test
    void kernel_thatSaysAllIsWell_findsNothing() {
        Scripted client = Books.client().reads(1).writes(1);
        Scripted server = Scripted.server(Books.START, 8080);
        books.kernel().alive(client.connection()).alive(server.connection());
        for (long at = 5; at <= 3_600; at += 5) books.pass(at * SECOND);
        assertThat(books.findings()).isEmpty();
        assertThat(KernelView.of(client.connection()))
                .as("no record without a reason")
                .isNull();
    }

    // --- what the watcher told ---

    @Test
    void hints_twoOfOneConnection_theFirstIsTheMoment() {
        ScriptedFins fins = new ScriptedFins();
        watch().watchedBy(fins);
        Scripted life = Books.client();
        books.kernel().alive(life.connection()).fin(life.connection());
        fins.tell(life.connection(), Books.nanos(2 * SECOND));
        fins.tell(life.connection(), Books.nanos(3 * SECOND));
        books.pass(5 * SECOND);
        assertThat(Objects.requireNonNull(KernelView.of(life.connection())).finNanos)
                .isEqualTo(Books.nanos(2 * SECOND));
        assertThat(steps(life)).containsExactly(SocketEvent.PEER_FIN);
        assertThat(watch().spuriousHints()).isZero();
    }

    @Test
    void hint_finThenReset_isBoth() {
        ScriptedFins fins = new ScriptedFins();
        watch().watchedBy(fins);
        Scripted life = Books.client();
        books.kernel().alive(life.connection()).fin(life.connection());
        fins.tell(life.connection(), Books.nanos(2 * SECOND));
        books.pass(5 * SECOND);
        books.kernel().reset(life.connection());
        books.pass(10 * SECOND);
        assertThat(steps(life)).containsExactly(SocketEvent.PEER_FIN, SocketEvent.PEER_RESET);
        assertThat(inbound(life)).isEqualTo(Inbound.RESET);
    }

    @Test
    void hint_ofAConnectionClosedMeanwhile_isNothing() {
        ScriptedFins fins = new ScriptedFins();
        watch().watchedBy(fins);
        Scripted life = Books.client();
        books.kernel().alive(life.connection()).fin(life.connection());
        fins.tell(life.connection(), Books.nanos(2 * SECOND));
        life.closes(3 * SECOND);
        books.pass(5 * SECOND);
        assertThat(steps(life)).containsExactly(SocketEvent.CLOSE, SocketEvent.CLOSED);
        assertThat(watch().spuriousHints()).isZero();
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void hint_spuriousThenTrue_countsFromTheTrueOne() {
        ScriptedFins fins = new ScriptedFins();
        watch().watchedBy(fins);
        Scripted life = Books.client();
        books.kernel().alive(life.connection());
        fins.tell(life.connection(), Books.nanos(2 * SECOND));
        books.pass(5 * SECOND);
        books.kernel().fin(life.connection());
        fins.tell(life.connection(), Books.nanos(8 * SECOND));
        books.pass(10 * SECOND);
        assertThat(Objects.requireNonNull(KernelView.of(life.connection())).finNanos)
                .isEqualTo(Books.nanos(8 * SECOND));
        assertThat(life.connection().has(Connection.FIN_HINT)).isTrue();
        assertThat(watch().spuriousHints()).isEqualTo(1);
    }

    // --- at the end ---

    @Test
    void end_finComeSinceTheLastPass_isStillFound() {
        Scripted life = Books.client();
        books.kernel().alive(life.connection());
        books.pass(SECOND);
        books.kernel().fin(life.connection()).unread(life.connection(), 3);
        books.end(2 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.FIN_PENDING);
        assertThat(books.findings()).containsExactly("open-at-exit warn 1/0/0");
    }

    @Test
    void end_afterIt_theKernelIsNotAskedAnyMore() {
        Scripted life = Books.client();
        books.kernel().alive(life.connection());
        books.end(SECOND);
        books.kernel().fin(life.connection());
        books.engine().refresh(Books.nanos(10 * SECOND), Books.WALL);
        assertThat(inbound(life)).isEqualTo(Inbound.OPEN);
    }

    // --- what is told of itself ---

    @Test
    void tables_notRead_nothingIsKnown() {
        Scripted listener = Scripted.listener(Books.START, 8080);
        books.passes(1, 2, 3);
        assertThat(watch().counters()).isNull();
        assertThat(watch().descriptors()).isNull();
        assertThat(watch().acceptQueue(listener.connection())).isNull();
        assertThat(watch().backlogCloseWait(listener.connection())).isNull();
        assertThat(watch().timeWaits().isKnown()).isFalse();
        assertThat(watch().untracked()).isZero();
        assertThat(watch().truncatedReadings()).isZero();
    }

    @Test
    void report_servesAllReadersByOneReading(@TempDir Path folder) {
        FakeProc proc = new FakeProc(folder);
        proc.tables(books.engine());
        proc.descriptors(books.engine());
        Scripted listener = Scripted.listener(Books.START, 8080);
        Scripted adopted = Scripted.adopted(Books.START, 5432).turn(SocketEvent.CONNECTED);
        books.pass(1);
        proc.listening(8080, 2, 1)
                .row(TIME_WAIT, 40_001, 5432, 0, 0)
                .row(KernelCalls.ESTABLISHED, 40_002, 443, 0, 77)
                .own(9, 77);
        books.engine().refresh(Books.nanos(2), Books.WALL);
        assertThat(watch().acceptQueue(listener.connection())).isEqualTo(2);
        assertThat(watch().timeWaits()
                        .towards(Objects.requireNonNull(adopted.connection().remoteAddress()), 5432))
                .isEqualTo(1);
        assertThat(watch().counters()).isNotNull();
        assertThat(watch().descriptors()).isNotNull();
        books.engine().refresh(Books.nanos(3), Books.WALL);
        assertThat(watch().untracked()).as("at two looks").isEqualTo(1);
    }

    @Test
    void report_moreRowsThanAreRead_saysSo(@TempDir Path folder) {
        FakeProc proc = new FakeProc(folder).crowd(FakeProc.MAX_ROWS + 1);
        proc.tables(books.engine());
        books.engine().refresh(Books.nanos(1), Books.WALL);
        assertThat(watch().truncatedReadings()).isEqualTo(1);
    }

    // --- how much is asked ---

    /** Whether a FIN has come, and how much is unread. */
    @Test
    void end_asksTheKernelTwiceForEachConnection() {
        int many = 500;
        for (int i = 0; i < many; i++) books.kernel().alive(Books.client().connection());
        books.pass(SECOND);
        int before = books.kernel().asked();
        books.end(2 * SECOND);
        assertThat(books.kernel().asked() - before).isEqualTo(2 * many);
    }
}
