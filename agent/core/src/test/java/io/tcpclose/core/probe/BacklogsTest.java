package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import java.nio.file.Path;
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
        listener.stopsListening();
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
}
