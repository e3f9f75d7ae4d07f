package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class UntrackedTest {
    private static final long SECOND = 1_000;
    private static final int PORT = 8080;
    private static final int PEER = 50_000;
    private static final long INODE = 77;
    private static final String TOLD = "untracked-sockets info 1/0/0";

    @RegisterExtension
    final Books books = new Books();

    private final FakeProc proc;

    UntrackedTest(@TempDir Path folder) {
        this.proc = new FakeProc(folder);
    }

    @BeforeEach
    void reading() {
        proc.tables(books.engine());
        proc.descriptors(books.engine());
    }

    private FakeProc connected(long inode) {
        return proc.row(KernelCalls.ESTABLISHED, PORT, PEER, 0, inode);
    }

    private int untracked() {
        return books.engine().kernel().untracked();
    }

    @Test
    void socket_withoutALifeLineForAMinute_isToldOnce() {
        connected(INODE).own(9, INODE);
        books.passes(SECOND, 60_999);
        assertThat(books.findings()).isEmpty();
        books.pass(61 * SECOND);
        assertThat(books.findings()).containsExactly(TOLD);
        assertThat(books.only().endpoint()).isEqualTo("10.0.0.1:50000");
        assertThat(books.only().message()).contains("inode 77");
        books.passes(121 * SECOND, 181 * SECOND);
        assertThat(books.findings()).containsExactly(TOLD);
    }

    @Test
    void listener_withoutALifeLine_isNoConnection() {
        proc.listening(PORT, 0, INODE).own(9, INODE);
        books.passes(SECOND, 61 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void socket_goneAtTheSecondLook_isForgotten() {
        connected(INODE).own(9, INODE);
        books.pass(SECOND);
        proc.clear();
        books.pass(61 * SECOND);
        connected(INODE);
        books.pass(121 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.pass(181 * SECOND);
        assertThat(books.findings()).containsExactly(TOLD);
    }

    @Test
    void socket_ofAnotherProcessOrOfNobody_isNotOurs() {
        connected(INODE).held("other", 9, INODE);
        connected(0).own(9, INODE + 1);
        books.passes(SECOND, 61 * SECOND, 121 * SECOND);
        assertThat(books.findings()).isEmpty();
        assertThat(untracked()).isZero();
    }

    @Test
    void socket_trackedUnderAnotherNumber_isNotUntracked() {
        Scripted life = Scripted.server(Books.START, PORT);
        books.kernel().alive(life.connection());
        connected(INODE).own(9, INODE);
        books.passes(SECOND, 61 * SECOND, 121 * SECOND);
        assertThat(books.findings()).isEmpty();
        assertThat(untracked()).isZero();
    }

    @Test
    void socket_trackedUnderItsNumber_isNotUntracked() {
        Scripted life = Scripted.server(Books.START, PORT + 1);
        books.kernel().alive(life.connection());
        connected(INODE).own(life.connection().fd, INODE);
        books.passes(SECOND, 61 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void look_atManyCandidates_goesThroughTheConnectionsOnce() {
        int many = 200;
        for (int i = 0; i < many; i++) {
            proc.own(i, INODE + i).add(KernelCalls.ESTABLISHED, PORT, PEER + i, INODE + i);
            books.kernel().alive(Scripted.server(Books.START, PORT + i).connection());
        }
        proc.write();
        AtomicInteger gone = new AtomicInteger();
        Untracked untracked = new Untracked(books.ledger(), visitor -> {
            gone.incrementAndGet();
            ConnectionTable.forEach(visitor);
        });
        untracked.descriptors(proc.fds());
        for (long at : new long[] {SECOND, 61 * SECOND}) {
            untracked.begin(Books.nanos(at));
            proc.net().scan(untracked::row);
            untracked.end(Books.nanos(at), Books.WALL);
        }
        assertThat(untracked.count()).as("all but the one that has a life line").isEqualTo(many - 1);
        assertThat(gone).hasValue(2);
    }

    // --- how many ---

    @Test
    void count_seenAtTwoLooks_isCounted() {
        connected(INODE).own(9, INODE);
        books.pass(SECOND);
        assertThat(untracked()).as("it may be on its way into the table").isZero();
        books.pass(61 * SECOND);
        assertThat(untracked()).isEqualTo(1);
        proc.clear();
        books.pass(121 * SECOND);
        assertThat(untracked()).isZero();
    }

    @Test
    void count_forAReport_looksAtOnce() {
        connected(INODE).own(9, INODE);
        books.pass(SECOND);
        books.engine().refresh(Books.nanos(2 * SECOND), Books.WALL);
        assertThat(untracked()).isEqualTo(1);
    }

    @Test
    void count_readingForAnother_isNoSecondLook() {
        Scripted listener = Scripted.listener(Books.START, PORT + 1);
        books.kernel().readable(listener.connection());
        connected(INODE).own(9, INODE);
        books.passes(SECOND, 6 * SECOND);
        assertThat(books.engine().kernel().acceptQueue(listener.connection()))
                .as("read")
                .isZero();
        assertThat(untracked()).isZero();
    }
}
