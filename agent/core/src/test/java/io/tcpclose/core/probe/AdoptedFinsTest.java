package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.kernel.ScriptedFins;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AdoptedFinsTest {
    private static final long SECOND = 1_000;
    private static final int UNREAD = 100;
    private static final long INODE = 7;

    @RegisterExtension
    final Books books = new Books();

    private final FakeProc proc;

    AdoptedFinsTest(@TempDir Path folder) {
        this.proc = new FakeProc(folder);
    }

    @BeforeEach
    void reading() {
        proc.tables(books.engine());
    }

    /** Its local port is not known, which a table of this test shows as 0. */
    private Scripted adopted() {
        Scripted life = Scripted.adopted(Books.START, 5432);
        books.kernel().alive(life.connection()).fin(life.connection()).unread(life.connection(), UNREAD);
        return life;
    }

    private void queue(long rxQueue) {
        proc.row(KernelCalls.CLOSE_WAIT, 0, 5432, rxQueue, INODE);
    }

    private static Inbound inbound(Scripted life) {
        return States.inbound(life.connection().state());
    }

    @Test
    void adopted_queueIsOneBeyondTheBytes_finIsUnread() {
        Scripted life = adopted();
        queue(UNREAD + 1);
        books.pass(5 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.FIN_PENDING);
        books.passes(305 * SECOND, 306 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 1/1/0");
    }

    @Test
    void adopted_queueIsTheBytes_endOfFileWasRead() {
        Scripted life = adopted();
        queue(UNREAD);
        books.pass(5 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.EOF);
        assertThat(life.connection().has(Connection.EOF_READ)).isTrue();
        books.passes(36 * SECOND, 37 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/1/0");
    }

    @Test
    void adopted_bytesCameBetweenTheAnswers_isAskedAgain() {
        Scripted life = adopted();
        queue(UNREAD + 2);
        books.pass(5 * SECOND);
        proc.clear();
        queue(UNREAD - 1);
        books.pass(10 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.UNKNOWN);
        proc.clear();
        queue(UNREAD + 1);
        books.pass(15 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.FIN_PENDING);
    }

    @Test
    void adopted_unreadBytesUnknown_staysUndecided() {
        Scripted life = adopted();
        books.kernel().unread(life.connection(), -1);
        queue(0);
        books.passes(5 * SECOND, 10 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.UNKNOWN);
    }

    @Test
    void adopted_rowOfAnotherState_decidesNothing() {
        Scripted life = adopted();
        proc.row(KernelCalls.ESTABLISHED, 0, 5432, UNREAD, INODE).row(KernelCalls.CLOSE_WAIT, 0, 5432, UNREAD, 0);
        books.pass(5 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.UNKNOWN);
    }

    @Test
    void adopted_rowOfAnotherPort_decidesNothing() {
        Scripted life = adopted();
        proc.row(KernelCalls.CLOSE_WAIT, 0, 5433, UNREAD, INODE);
        books.pass(5 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.UNKNOWN);
    }

    @Test
    void connectionKnownFromItsOpening_needsNoTable() {
        Scripted life = Books.client();
        books.kernel().alive(life.connection()).fin(life.connection()).unread(life.connection(), UNREAD);
        queue(UNREAD);
        books.pass(5 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.FIN_PENDING);
    }

    /** Two clients behind different addresses that were given the same port. */
    @Test
    void samePortsOfTwoAddresses_areEachDecided() {
        Scripted one = adopted();
        Scripted two = adopted().peerAddress(10, 0, 0, 2);
        proc.row(KernelCalls.CLOSE_WAIT, 0, 5432, UNREAD + 1, INODE);
        proc.rowOf(KernelCalls.CLOSE_WAIT, 0, 0x0a000002, 5432, UNREAD, INODE + 1);
        books.pass(5 * SECOND);
        assertThat(inbound(one)).isEqualTo(Inbound.FIN_PENDING);
        assertThat(inbound(two)).isEqualTo(Inbound.EOF);
    }

    /** The watcher hints once. */
    @Test
    void undecidedOne_isAskedAgainWithoutAnotherHint() {
        ScriptedFins fins = new ScriptedFins();
        books.engine().kernel().watchedBy(fins);
        Scripted life = adopted();
        fins.tell(life.connection(), Books.nanos(SECOND));
        queue(UNREAD + 2);
        books.pass(5 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.UNKNOWN);
        proc.clear();
        queue(UNREAD + 1);
        books.pass(10 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.FIN_PENDING);
    }

    @Test
    void readingsThatDecideNothing_becomeRare() {
        books.kernel().unread(adopted().connection(), -1);
        for (int i = 1; i <= 120; i++) books.pass(i * 5 * SECOND);
        assertThat(books.engine().kernel().readings().snapshot().count()).isBetween(8L, 30L);
    }
}
