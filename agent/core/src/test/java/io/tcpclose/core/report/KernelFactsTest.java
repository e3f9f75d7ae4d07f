package io.tcpclose.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.probe.Books;
import io.tcpclose.core.probe.FakeProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a report takes from the kernel's tables. */
class KernelFactsTest {
    private static final int TIME_WAIT = 6;
    private static final int DB = 5432;
    private static final int PORT = 8080;

    @RegisterExtension
    final Books books = new Books();

    private final Path folder;
    private final FakeProc proc;

    KernelFactsTest(@TempDir Path folder) {
        this.folder = folder;
        this.proc = new FakeProc(folder);
    }

    private Report report() {
        return Reported.at(books, 10);
    }

    // --- not read: unknown, never zero ---

    @Test
    void tables_notRead_nothingIsSaid() {
        Scripted.client(Books.START, "db", DB);
        Scripted.listener(Books.START, PORT);
        proc.listening(PORT, 3, 1).row(TIME_WAIT, 40_001, DB, 0, 0);
        books.pass(1);
        Report report = report();
        assertThat(report.kernel()).isNull();
        assertThat(report.listeners().get(0).acceptQueue()).isNull();
        assertThat(report.listeners().get(0).backlogCloseWait()).isNull();
        assertThat(Reported.endpoint(report, "db:5432").timeWait()).isNull();
    }

    // --- counters ---

    @Test
    void counters_areOfTheNamespace() throws IOException {
        Files.writeString(folder.resolve("netstat"), "TcpExt: TCPAbortOnClose Other\nTcpExt: 4 5\n");
        Files.writeString(folder.resolve("sockstat"), "TCP: inuse 7 orphan 1 tw 2 alloc 9 mem 1\n");
        proc.tables(books.engine());
        Report.KernelFacts facts = Objects.requireNonNull(report().kernel());
        assertThat(facts.scope()).isEqualTo("netns");
        assertThat(facts.events()).isEqualTo(Map.of("TCPAbortOnClose", 4L));
        assertThat(facts.sockstat()).isEqualTo(Map.of("inuse", 7L, "orphan", 1L, "tw", 2L, "alloc", 9L));
    }

    // --- listeners ---

    @Test
    void listener_whatWaitsAtIt_isOfThisMoment() {
        proc.tables(books.engine());
        Scripted listener = Scripted.listener(Books.START, PORT);
        books.kernel().alive(listener.connection());
        books.pass(1);
        proc.listening(PORT, 3, 1).row(KernelCalls.CLOSE_WAIT, PORT, 50_001, 1, 0);
        Report.Listener told = report().listeners().get(0);
        assertThat(told.acceptQueue()).isEqualTo(3);
        assertThat(told.backlogCloseWait()).isEqualTo(1);
        proc.clear().listening(PORT, 0, 1);
        assertThat(Reported.at(books, 60_000).listeners().get(0).acceptQueue()).isZero();
    }

    @Test
    void listener_thatNoPassHasMet_isNotKnown() {
        proc.tables(books.engine());
        proc.listening(PORT, 3, 1);
        Scripted.listener(Books.START, PORT);
        assertThat(report().listeners().get(0).acceptQueue()).isNull();
    }

    // --- TIME_WAIT ---

    @Test
    void timeWait_ofAConnect_isByAddressAndPort() {
        proc.tables(books.engine());
        proc.row(TIME_WAIT, 40_001, DB, 0, 0).row(TIME_WAIT, 40_002, DB, 0, 0).row(TIME_WAIT, 40_003, DB + 1, 0, 0);
        Scripted.client(Books.START, "db", DB);
        assertThat(Reported.endpoint(report(), "db:5432").timeWait()).isEqualTo(2);
    }

    @Test
    void timeWait_noConnectionIsOpenAnyMore_isByTheLatest() {
        proc.tables(books.engine());
        proc.row(TIME_WAIT, 40_001, DB, 0, 0);
        Scripted.client(Books.START, "db", DB).closes(1);
        assertThat(Reported.endpoint(report(), "db:5432").timeWait()).isEqualTo(1);
    }

    @Test
    void timeWait_ofAListener_isByItsPort() {
        proc.tables(books.engine());
        proc.row(TIME_WAIT, PORT, 50_001, 0, 0).row(TIME_WAIT, 40_001, PORT, 0, 0);
        Scripted.server(Books.START, PORT);
        assertThat(Reported.endpoint(report(), "listener:8080").timeWait()).isEqualTo(1);
    }

    @Test
    void timeWait_thereIsNone_isZero() {
        proc.tables(books.engine());
        Scripted.client(Books.START, "db", DB);
        assertThat(Reported.endpoint(report(), "db:5432").timeWait()).isZero();
    }

    /** It stands for many endpoints; the number of one of them would be taken for theirs. */
    @Test
    void timeWait_ofAllOthers_isNotKnown() {
        proc.tables(books.engine());
        for (int port = 1; port <= 1_025; port++)
            Scripted.client(Books.START, "db", port).closes(1);
        proc.row(TIME_WAIT, 40_001, 1_025, 0, 0);
        assertThat(Reported.endpoint(report(), "(other)").closed()).isEqualTo(1);
        assertThat(Reported.endpoint(report(), "(other)").timeWait()).isNull();
    }

    // --- sockets without a life line ---

    @Test
    void untracked_seenTwice_areAmongTheSum() {
        proc.tables(books.engine());
        proc.descriptors(books.engine());
        proc.row(KernelCalls.ESTABLISHED, 40_001, DB, 0, 77).own(9, 77);
        long before = Tracing.untracked();
        books.pass(1);
        assertThat(report().summary().untracked() - before).isEqualTo(1);
    }

    // --- who else holds it ---

    @Test
    void processes_thatHoldTheSameSocket_areNamed() {
        Scripted life = Scripted.client(Books.START, "db", DB);
        proc.descriptors(books.engine());
        proc.own(0, 5).own(life.connection().fd, 77).held("sleep", 3, 77);
        assertThat(Reported.only(report()).sharing().processes()).containsExactly(FakeProc.otherPid() + " sleep");
    }
}
