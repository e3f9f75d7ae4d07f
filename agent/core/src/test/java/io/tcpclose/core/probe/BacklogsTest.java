package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.report.FindingView;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BacklogsTest {
    private static final long SECOND = 1_000;
    private static final int PORT = 8080;
    private static final String ACTIVE = "backlog-close-wait error 1/1/0";

    @RegisterExtension
    final Books books = new Books();

    private final FakeProc proc;

    BacklogsTest(@TempDir Path folder) {
        this.proc = new FakeProc(folder);
    }

    @BeforeEach
    void reading() {
        proc.tables(books.engine());
    }

    private Scripted listener() {
        Scripted life = Scripted.listener(Books.START, PORT);
        books.kernel().readable(life.connection());
        return life;
    }

    /** Three wait to be accepted; the peers of two have gone. */
    private void twoOfThreeGaveUp() {
        proc.clear().listening(PORT, 3, 1);
        proc.row(KernelCalls.ESTABLISHED, PORT, 50_001, 1, 0);
        proc.row(KernelCalls.CLOSE_WAIT, PORT, 50_002, 1, 0);
        proc.row(KernelCalls.CLOSE_WAIT, PORT, 50_003, 1, 0);
    }

    @Test
    void backlog_closeWaitForTenSeconds_isTold() {
        Scripted listener = listener();
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND, 7 * SECOND, 11_999);
        assertThat(books.findings()).isEmpty();
        books.pass(12 * SECOND);
        assertThat(books.findings()).containsExactly(ACTIVE);
        assertThat(books.only().endpoint()).isEqualTo("listener:8080");
        assertThat(books.only().message()).startsWith("2 of 3 connections").contains("for 10 s");
        assertThat(books.engine().kernel().acceptQueue(listener.connection())).isEqualTo(3);
        assertThat(books.engine().kernel().backlogCloseWait(listener.connection()))
                .isEqualTo(2);
    }

    @Test
    void backlog_goesOn_saysHowLong() {
        listener();
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND, 12 * SECOND, 17 * SECOND);
        assertThat(books.findings()).containsExactly(ACTIVE);
        assertThat(books.only().message()).contains("for 15 s");
    }

    @Test
    void backlog_takenIn_isResolved() {
        Scripted listener = listener();
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND, 12 * SECOND);
        proc.clear().listening(PORT, 0, 1);
        books.kernel().alive(listener.connection());
        books.pass(17 * SECOND);
        assertThat(books.findings()).containsExactly("backlog-close-wait error 1/0/0");
        assertThat(books.engine().kernel().acceptQueue(listener.connection())).isZero();
    }

    @Test
    void backlog_listenerClosed_isResolved() {
        Scripted listener = listener();
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND, 12 * SECOND);
        listener.stopsListening(13 * SECOND);
        books.pass(17 * SECOND);
        assertThat(books.findings()).containsExactly("backlog-close-wait error 1/0/0");
        assertThat(books.engine().kernel().acceptQueue(listener.connection())).isNull();
    }

    @Test
    void backlog_emptiedInBetween_countsAnew() {
        listener();
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND);
        proc.clear().listening(PORT, 1, 1);
        books.pass(7 * SECOND);
        twoOfThreeGaveUp();
        books.passes(12 * SECOND, 17 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.pass(22 * SECOND);
        assertThat(books.findings()).containsExactly(ACTIVE);
    }

    @Test
    void backlog_acceptedAndNotClosed_isNone() {
        listener();
        proc.listening(PORT, 0, 1).row(KernelCalls.CLOSE_WAIT, PORT, 50_002, 1, 99);
        books.passes(SECOND, 2 * SECOND, 12 * SECOND, 17 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void backlog_ofAnotherPort_isNotOurs() {
        Scripted listener = listener();
        proc.listening(PORT, 0, 1).listening(PORT + 1, 1, 0).row(KernelCalls.CLOSE_WAIT, PORT + 1, 50_002, 1, 0);
        books.passes(SECOND, 2 * SECOND, 12 * SECOND, 17 * SECOND);
        assertThat(books.findings()).isEmpty();
        assertThat(books.engine().kernel().acceptQueue(listener.connection())).isZero();
    }

    @Test
    void listener_nobodyWaits_asksForNoTable() {
        Scripted listener = listener();
        books.kernel().alive(listener.connection());
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND, 12 * SECOND, 17 * SECOND);
        assertThat(books.findings()).isEmpty();
        assertThat(books.engine().kernel().acceptQueue(listener.connection())).isNull();
    }

    @Test
    void listener_readableAtOneProbeOnly_asksForNoTable() {
        Scripted listener = listener();
        twoOfThreeGaveUp();
        books.pass(SECOND);
        assertThat(books.engine().kernel().acceptQueue(listener.connection())).isNull();
        books.pass(2 * SECOND);
        assertThat(books.engine().kernel().acceptQueue(listener.connection())).isEqualTo(3);
    }

    @Test
    void listener_kernelCannotBeAsked_asksTheTable() {
        Scripted listener = Scripted.listener(Books.START, PORT);
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND);
        assertThat(books.engine().kernel().backlogCloseWait(listener.connection()))
                .isEqualTo(2);
    }

    // --- who should accept ---

    @Test
    void backlog_namesWhoAcceptedLast() {
        Scripted listener = listener();
        listener.uses().accepts(3 * SECOND);
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND, 12 * SECOND);
        assertThat(books.only().message())
                .endsWith("It accepted last 9 s ago, in thread "
                        + Thread.currentThread().getName() + ".");
        assertThat(books.only().offending().frames()).isNotEmpty();
        assertThat(books.only().offendingThread())
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void backlog_nobodyHasAccepted_saysSo_andWhyAcceptFailed() {
        Scripted listener = listener();
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND, 12 * SECOND);
        assertThat(books.only().message()).endsWith("This listener has accepted nothing so far.");
        listener.acceptFails(13 * SECOND, "Too many open files");
        books.pass(17 * SECOND);
        assertThat(books.only().message()).endsWith("Its last accept failed: Too many open files.");
    }

    @Test
    void backlog_ofAClosedListener_isNotToldToAcceptFaster() {
        Scripted listener = listener();
        twoOfThreeGaveUp();
        books.pass(SECOND);
        listener.held(1_500);
        books.passes(2 * SECOND, 12 * SECOND);
        Finding finding = ofBacklog();
        assertThat(finding.message())
                .endsWith("The listener was closed 10 s ago and its port still listens: no accept will take them.");
        assertThat(finding.offending().frames()).isNotEmpty();
        assertThat(FindingView.of(finding).advice())
                .startsWith("the listener is closed")
                .doesNotContain("faster");
    }

    private Finding ofBacklog() {
        return books.ledger().findings().stream()
                .filter(f -> f.rule().id().equals("backlog-close-wait"))
                .findFirst()
                .orElseThrow();
    }

    // --- several listeners of a port ---

    private Scripted sharing(long inode) {
        Scripted life = listener();
        proc.own(life.connection().fd, inode);
        return life;
    }

    private @Nullable Integer queue(Scripted listener) {
        return books.engine().kernel().acceptQueue(listener.connection());
    }

    private @Nullable Integer gone(Scripted listener) {
        return books.engine().kernel().backlogCloseWait(listener.connection());
    }

    @Test
    void reusePort_eachHasItsOwnQueue() {
        proc.descriptors(books.engine());
        Scripted one = sharing(11);
        Scripted two = sharing(12);
        proc.listening(PORT, 4, 11).listening(PORT, 2, 12);
        books.passes(SECOND, 2 * SECOND);
        assertThat(queue(one)).isEqualTo(4);
        assertThat(queue(two)).isEqualTo(2);
        assertThat(books.engine().kernel().sharing(one.connection())).isEqualTo(2);
    }

    @Test
    void reusePort_goneAtEither_areCountedOnceInAll() {
        proc.descriptors(books.engine());
        Scripted one = sharing(11);
        Scripted two = sharing(12);
        proc.listening(PORT, 1, 11).listening(PORT, 2, 12).row(KernelCalls.CLOSE_WAIT, PORT, 50_002, 1, 0);
        books.passes(SECOND, 2 * SECOND, 12 * SECOND);
        assertThat(gone(one)).isEqualTo(1);
        assertThat(gone(two)).isNull();
        assertThat(books.findings()).containsExactly(ACTIVE);
        assertThat(books.only().message())
                .startsWith("1 of 3 connections that wait for accept() at the 2 listeners of this port")
                .endsWith("CLOSE_WAIT in the backlog for 11 s.");
    }

    @Test
    void reusePort_onlyOneHasAQueue_isTheOne() {
        proc.descriptors(books.engine());
        Scripted one = sharing(11);
        Scripted two = sharing(12);
        proc.listening(PORT, 0, 11).listening(PORT, 2, 12).row(KernelCalls.CLOSE_WAIT, PORT, 50_002, 1, 0);
        books.passes(SECOND, 2 * SECOND, 12 * SECOND);
        assertThat(gone(one)).isZero();
        assertThat(gone(two)).isEqualTo(1);
        assertThat(books.only().first()).isSameAs(two.connection());
        assertThat(books.only().message()).startsWith("1 of 2 connections that wait for accept() have");
    }

    @Test
    void reusePort_withAnotherProcess_isNotJudged() {
        proc.descriptors(books.engine());
        Scripted own = sharing(11);
        proc.listening(PORT, 1, 11).listening(PORT, 1, 99).row(KernelCalls.CLOSE_WAIT, PORT, 50_002, 1, 0);
        books.passes(SECOND, 2 * SECOND, 12 * SECOND, 17 * SECOND);
        assertThat(queue(own)).isEqualTo(1);
        assertThat(gone(own)).isNull();
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void reusePort_descriptorsCannotBeRead_theFirstHasTheQueueOfAll() {
        Scripted one = listener();
        Scripted two = listener();
        proc.listening(PORT, 4, 11).listening(PORT, 2, 12);
        books.passes(SECOND, 2 * SECOND);
        assertThat(queue(one)).isEqualTo(6);
        assertThat(queue(two)).isNull();
    }

    @Test
    void port_boundAgainByAnother_beginsAnew() {
        Scripted first = listener();
        twoOfThreeGaveUp();
        books.passes(SECOND, 2 * SECOND, 12 * SECOND);
        first.stopsListening(13 * SECOND);
        listener();
        books.passes(17 * SECOND, 18 * SECOND);
        assertThat(books.findings()).containsExactly("backlog-close-wait error 1/0/0");
    }
}
