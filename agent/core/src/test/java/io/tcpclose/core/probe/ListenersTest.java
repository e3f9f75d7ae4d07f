package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.report.FindingView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ListenersTest {
    private static final int PORT = 8080;
    private static final int LISTEN = 10;
    private static final long MINUTE = 60_000;

    @RegisterExtension
    final Books books = new Books();

    private String advice() {
        return FindingView.of(books.only()).advice();
    }

    // --- closed, and still in LISTEN ---

    @Test
    void held_aMinute_isTold_andWorseFromFive() {
        Scripted.listener(Books.START, PORT).held(1);
        books.passes(MINUTE, MINUTE + 1);
        assertThat(books.findings()).isEmpty();
        books.pass(MINUTE + 5_000);
        assertThat(books.findings()).containsExactly("closed-but-registered warn 1/1/0");
        assertThat(books.only().endpoint()).isEqualTo("listener:8080");
        assertThat(books.only().message()).contains("the port still listens");
        assertThat(books.only().opened().frames()).isNotEmpty();
        assertThat(books.only().offending().frames()).isNotEmpty();
        books.passes(5 * MINUTE + 1);
        assertThat(books.findings()).containsExactly("closed-but-registered error 1/1/0");
    }

    @Test
    void held_flushedAtLast_isResolved() {
        Scripted listener = Scripted.listener(Books.START, PORT).held(1);
        books.passes(MINUTE + 1, MINUTE + 2);
        listener.stopsListening(MINUTE + 3);
        books.pass(MINUTE + 4);
        assertThat(books.findings()).containsExactly("closed-but-registered warn 1/0/0");
    }

    @Test
    void held_neverBound_doesNotListen() {
        Scripted.unboundListener(Books.START).held(1);
        books.passes(MINUTE + 1, MINUTE + 2);
        assertThat(books.only().message())
                .contains("the descriptor is still held")
                .doesNotContain("listens");
        assertThat(books.only().endpoint()).isNull();
    }

    @Test
    void held_flushedAtTheNextSelect_isNothing() {
        Scripted listener = Scripted.listener(Books.START, PORT).held(1);
        books.pass(MINUTE + 1);
        listener.stopsListening(MINUTE + 2);
        books.passes(MINUTE + 3, 2 * MINUTE);
        assertThat(books.findings()).isEmpty();
    }

    // --- never listened ---

    @Test
    void bindFailed_neverClosed_saysWhichAndWhy() {
        Scripted.unboundListener(Books.START).bindFails(1, 80, "Permission denied");
        books.passes(MINUTE + 1, MINUTE + 2);
        assertThat(books.findings()).containsExactly("opened-never-connected error 1/1/0");
        assertThat(books.only().message()).startsWith("The listener's bind to port 80 failed (Permission denied)");
        assertThat(books.only().endpoint()).isNull();
        assertThat(books.only().offending().frames()).as("who called bind").isNotEmpty();
        assertThat(advice()).contains("bind");
    }

    @Test
    void neverBound_neverClosed_isTold() {
        Scripted.unboundListener(Books.START);
        books.passes(MINUTE, MINUTE + 1);
        assertThat(books.findings()).containsExactly("opened-never-connected error 1/1/0");
        assertThat(books.only().message()).startsWith("The listener was never bound");
    }

    @Test
    void bindFailed_thenClosed_isNothing() {
        Scripted.unboundListener(Books.START)
                .bindFails(1, 80, "Permission denied")
                .stopsListening(2);
        books.passes(MINUTE + 1, MINUTE + 2, 2 * MINUTE);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void bound_afterTheFinding_isResolved() {
        Scripted listener = Scripted.unboundListener(Books.START);
        books.passes(MINUTE, MINUTE + 1);
        listener.binds(MINUTE + 2, PORT);
        books.pass(MINUTE + 5);
        assertThat(books.findings()).containsExactly("opened-never-connected error 1/0/0");
    }

    @Test
    void bound_whereNoHookIs_isFoundByTheKernel() {
        Scripted listener = Scripted.unboundListener(Books.START);
        books.kernel().state(listener.connection(), LISTEN);
        books.passes(MINUTE, MINUTE + 1, 2 * MINUTE);
        assertThat(listener.listening().isListening()).isTrue();
        assertThat(books.findings()).isEmpty();
    }

    // --- collected ---

    @Test
    void channelCollected_isLostAndListens() {
        Scripted.listener(Books.START, PORT).ownerCollected();
        books.passes(1);
        assertThat(books.findings()).as("its close may be under way").isEmpty();
        books.passes(2, 3);
        assertThat(books.findings()).containsExactly("collected-without-close error 1/1/0");
        assertThat(books.only().message())
                .startsWith("The listening channel was garbage-collected while open: its port listens");
        assertThat(books.only().endpoint()).isEqualTo("listener:8080");
        assertThat(advice()).startsWith("close the listener");
        assertThat(books.engine().totals().collected()).as("connections").isZero();
    }

    @Test
    void serverSocketCollected_wasClosedByTheCleaner() {
        Scripted.listener(Books.START, PORT).cleaned(1);
        books.pass(2);
        assertThat(books.findings()).containsExactly("collected-without-close warn 1/0/0");
        assertThat(books.only().message()).startsWith("The ServerSocket was garbage-collected");
        assertThat(books.inbox().closed()).as("connections").isZero();
    }

    @Test
    void serverSocketCollected_neverBound_isANote() {
        Scripted.unboundListener(Books.START).cleaned(1);
        books.pass(2);
        assertThat(books.findings()).containsExactly("collected-without-close info 1/0/0");
        assertThat(books.only().message()).startsWith("The ServerSocket, never bound, was garbage-collected");
    }

    @Test
    void serverSocketCollected_bindHadFailed_isAWarning() {
        Scripted.unboundListener(Books.START)
                .bindFails(1, 80, "Permission denied")
                .cleaned(2);
        books.pass(3);
        assertThat(books.findings()).containsExactly("collected-without-close warn 1/0/0");
    }

    // --- sound ones ---

    @Test
    void openForLong_isNothing_andIsAskedWhoAccepts() {
        Scripted listener = Scripted.listener(Books.START, PORT).accepts(1);
        books.passes(MINUTE, 100 * MINUTE, 1_000 * MINUTE);
        assertThat(books.findings()).isEmpty();
        assertThat(listener.connection().has(Connection.NOTE_USE)).isTrue();
        assertThat(listener.connection().watch).as("nothing is kept of it").isNull();
    }

    @Test
    void closedUnderABlockedAccept_isNothing() {
        Scripted listener = Scripted.listener(Books.START, PORT).step(SocketEvent.CLOSE, 1, 0);
        listener.preClosed(2);
        books.passes(MINUTE, 2 * MINUTE, 3 * MINUTE);
        assertThat(books.findings()).isEmpty();
        assertThat(OpenSockets.listeners()).isEmpty();
    }

    @Test
    void atExit_anOpenListener_isNothing() {
        Scripted.listener(Books.START, PORT);
        books.end(10);
        assertThat(books.findings()).isEmpty();
    }
}
