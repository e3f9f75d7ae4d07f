package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.report.Loss;
import io.tcpclose.core.rule.RuleSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AftermathTest {
    private static final long SECOND = 1_000;
    private static final int PORT = 8080;
    private static final int PEER = 50_000;
    private static final long INODE = 77;
    private static final String ORPHAN = "orphan-fin-wait-2 info 1/0/0";
    private static final String WITHHELD = "fin-withheld error 1/0/0";

    @RegisterExtension
    final Books books = new Books();

    private final FakeProc proc;

    AftermathTest(@TempDir Path folder) {
        this.proc = new FakeProc(folder);
    }

    @BeforeEach
    void reading() {
        proc.tables(books.engine());
    }

    private static Scripted server() {
        return Scripted.server(Books.START, PORT);
    }

    /** Its close sends no FIN where somebody else holds the socket. */
    private static Scripted channel() {
        Scripted life = server();
        life.connection().kind = Kind.CHANNEL;
        return life;
    }

    private void row(int state, long inode) {
        proc.clear().row(state, PORT, PEER, 0, inode);
    }

    // --- orphan-fin-wait-2 ---

    @Test
    void orphan_atTwoLooksBehindTheThreshold_isToldWithoutAnOpener() {
        server().closes(SECOND);
        row(KernelCalls.FIN_WAIT_2, 0);
        books.passes(SECOND, 10_999, 11 * SECOND, 15_999);
        assertThat(books.findings()).isEmpty();
        books.pass(16 * SECOND);
        assertThat(books.findings()).containsExactly(ORPHAN);
        assertThat(books.only().opened().frames()).isEmpty();
        assertThat(books.only().offending().frames()).isEmpty();
        assertThat(books.only().message()).contains("closed 15 s ago");
        books.passes(60 * SECOND, 120 * SECOND);
        assertThat(books.findings()).containsExactly(ORPHAN);
    }

    @Test
    void orphan_goneAtTheSecondLook_isSilent() {
        server().closes(SECOND);
        row(KernelCalls.FIN_WAIT_2, 0);
        books.passes(SECOND, 11 * SECOND);
        proc.clear();
        books.pass(16 * SECOND);
        row(KernelCalls.FIN_WAIT_2, 0);
        books.passes(60 * SECOND, 120 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void orphans_areByStateAsOfTheLastLook() {
        server().closes(SECOND);
        books.pass(SECOND);
        assertThat(books.engine().kernel().orphans()).as("not looked yet").isEmpty();
        row(KernelCalls.FIN_WAIT_1, 0);
        books.pass(11 * SECOND);
        assertThat(books.engine().kernel().orphans()).isEqualTo(Map.of(KernelCalls.FIN_WAIT_1, 1));
        row(KernelCalls.FIN_WAIT_2, 0);
        books.pass(41 * SECOND);
        assertThat(books.engine().kernel().orphans()).isEqualTo(Map.of(KernelCalls.FIN_WAIT_2, 1));
        proc.clear();
        books.pass(71 * SECOND);
        assertThat(books.engine().kernel().orphans()).isEmpty();
    }

    @Test
    void orphans_areNotThoseThatSomebodyHolds() {
        server().closes(SECOND);
        row(KernelCalls.FIN_WAIT_1, INODE);
        books.passes(SECOND, 11 * SECOND);
        assertThat(books.engine().kernel().orphans()).isEmpty();
    }

    @Test
    void finWait2_withAnInode_isNoOrphan() {
        server().closes(SECOND);
        row(KernelCalls.FIN_WAIT_2, INODE);
        books.passes(SECOND, 11 * SECOND, 16 * SECOND, 60 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void orphan_finNotYetAcknowledged_isLookedAtAgain() {
        server().closes(SECOND);
        row(KernelCalls.FIN_WAIT_1, 0);
        books.pass(SECOND);
        books.pass(11 * SECOND);
        row(KernelCalls.FIN_WAIT_2, 0);
        books.passes(41 * SECOND, 46 * SECOND);
        assertThat(books.findings()).containsExactly(ORPHAN);
    }

    @Test
    void orphan_ofAChannel_waitsForTheThresholdToo() {
        channel().closes(SECOND);
        row(KernelCalls.FIN_WAIT_2, 0);
        books.passes(SECOND, 6 * SECOND, 11 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.passes(36 * SECOND, 41 * SECOND);
        assertThat(books.findings()).containsExactly(ORPHAN);
    }

    @Test
    void closed_afterThePeer_isNotFollowed() {
        server().flags(Connection.FIN_AT_CLOSE).closes(SECOND);
        server().eof(0).closes(SECOND);
        row(KernelCalls.FIN_WAIT_2, 0);
        books.passes(SECOND, 11 * SECOND, 16 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void closed_byAReset_isNotFollowed() {
        server().reset(0).closes(SECOND);
        row(KernelCalls.FIN_WAIT_2, 0);
        books.passes(SECOND, 11 * SECOND, 16 * SECOND);
        assertThat(books.findings()).noneMatch(finding -> finding.startsWith("orphan"));
    }

    @Test
    void closed_beforeTablesAreRead_isNotFollowed() {
        books.open(Filters.NONE, RuleSettings.DEFAULT);
        server().closes(SECOND);
        row(KernelCalls.FIN_WAIT_2, 0);
        books.pass(SECOND);
        proc.tables(books.engine());
        books.passes(11 * SECOND, 16 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void closed_moreThanCanBeFollowed_areCounted() {
        for (int i = 0; i < 4_098; i++) server().closes(SECOND);
        books.pass(SECOND);
        assertThat(books.engine().kernel().closesNotFollowed()).isEqualTo(2);
        books.pass(11 * SECOND);
        server().closes(12 * SECOND);
        books.pass(12 * SECOND);
        assertThat(books.engine().kernel().closesNotFollowed()).isEqualTo(2);
    }

    // --- fin-withheld ---

    @Test
    void withheld_atTwoLooks_isToldWithTheClose() {
        channel().closes(SECOND);
        row(KernelCalls.ESTABLISHED, INODE);
        books.passes(SECOND, 5_999, 6 * SECOND, 10_999);
        assertThat(books.findings()).isEmpty();
        books.pass(11 * SECOND);
        assertThat(books.findings()).containsExactly(WITHHELD);
        assertThat(books.only().message()).contains("another process still holds the socket");
        assertThat(books.only().opened().frames()).isNotEmpty();
        assertThat(books.only().offending().frames()).isNotEmpty();
        assertThat(books.only().offendingThread())
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void withheld_letGoAtTheSecondLook_isSilent() {
        channel().closes(SECOND);
        row(KernelCalls.CLOSE_WAIT, INODE);
        books.passes(SECOND, 6 * SECOND);
        row(KernelCalls.LAST_ACK, 0);
        books.passes(11 * SECOND, 16 * SECOND, 60 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    /** Where descriptors are read, the first pass reads the tables for those without a life line. */
    private void passesWithDescriptors() {
        books.passes(SECOND, 31 * SECOND, 36 * SECOND);
    }

    @Test
    void withheld_namesTheHolder() {
        proc.held("sleep", 5, INODE).descriptors(books.engine());
        channel().closes(SECOND);
        row(KernelCalls.CLOSE_WAIT, INODE);
        passesWithDescriptors();
        assertThat(books.findings()).containsExactly(WITHHELD);
        assertThat(books.only().message()).contains("process " + FakeProc.otherPid() + " (sleep) still holds");
    }

    @Test
    void withheld_many_areLookedForInOneGo() {
        int many = 30;
        proc.descriptors(books.engine());
        for (int i = 0; i < many; i++) {
            proc.held("sleep", i, INODE + i);
            Scripted life = Scripted.server(Books.START, PORT + i);
            life.connection().kind = Kind.CHANNEL;
            life.closes(SECOND);
            proc.row(KernelCalls.CLOSE_WAIT, PORT + i, PEER, 0, INODE + i);
        }
        passesWithDescriptors();
        assertThat(books.ledger().findings()).hasSize(many);
        ProcFd descriptors = Objects.requireNonNull(books.engine().kernel().descriptors());
        assertThat(descriptors.linksRead()).isEqualTo(many);
    }

    @Test
    void withheld_noTimeToFindTheHolder_isCountedAndNotTold() {
        AtomicLong millis = new AtomicLong();
        books.engine().kernel().timedBy(() -> TimeUnit.MILLISECONDS.toNanos(millis.getAndAdd(300)));
        proc.held("sleep", 5, INODE).descriptors(books.engine());
        channel().closes(SECOND);
        row(KernelCalls.CLOSE_WAIT, INODE);
        passesWithDescriptors();
        assertThat(books.findings()).isEmpty();
        assertThat(Loss.all(books.engine()))
                .filteredOn(loss -> loss.what().startsWith("sockets that we closed are held")
                        || loss.what().startsWith("looks at the descriptors"))
                .extracting(Loss::count)
                .containsExactly(1L, 1L);
    }

    @Test
    void withheld_byAnotherDescriptorOfOurs_isSilent() {
        proc.own(5, INODE).held("sleep", 5, INODE).descriptors(books.engine());
        channel().closes(SECOND);
        row(KernelCalls.ESTABLISHED, INODE);
        passesWithDescriptors();
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void withheld_byNobodyThatCanBeFound_isSilent() {
        proc.held("sleep", 5, INODE + 1).descriptors(books.engine());
        channel().closes(SECOND);
        row(KernelCalls.ESTABLISHED, INODE);
        passesWithDescriptors();
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void withheld_bySomebodyWhoRefuses_isTold() {
        proc.refusing().descriptors(books.engine());
        channel().closes(SECOND);
        row(KernelCalls.ESTABLISHED, INODE);
        passesWithDescriptors();
        assertThat(books.only().message()).contains("a process that this user may not look into");
    }

    @Test
    void withheld_socketOrOwnFin_cannotBe() {
        server().closes(SECOND);
        channel().shutdownOutput(0).closes(SECOND);
        row(KernelCalls.ESTABLISHED, INODE);
        books.passes(SECOND, 11 * SECOND, 16 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void withheld_socketClosedByTheCleaner_isTold() {
        server().flags(Connection.BY_CLEANER).released(SECOND, 0);
        row(KernelCalls.ESTABLISHED, INODE);
        books.passes(SECOND, 6 * SECOND, 11 * SECOND);
        assertThat(books.findings()).containsExactly("collected-without-close warn 1/0/0", WITHHELD);
    }

    /** Every service closes connections: without a suspicion the tables are read once in six intervals. */
    @Test
    void withheld_afterAReading_waitsForTheNextRoutine() {
        channel().closes(SECOND);
        books.passes(SECOND, 6 * SECOND);
        channel().closes(7 * SECOND);
        row(KernelCalls.ESTABLISHED, INODE);
        books.passes(7 * SECOND, 12 * SECOND, 17 * SECOND, 35 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.passes(36 * SECOND, 41 * SECOND);
        assertThat(books.findings()).containsExactly(WITHHELD);
    }
}
