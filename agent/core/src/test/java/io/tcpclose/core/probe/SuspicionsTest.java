package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SuspicionsTest {
    private static final long SECOND = 1_000;

    @RegisterExtension
    final Books books = new Books();

    private ScriptedKernel alive(Scripted life) {
        return books.kernel().alive(life.connection());
    }

    /** As many passes as it takes until an idle connection is asked for its state, all within a moment. */
    private void aTurn(long millis) {
        for (int i = 0; i < 6; i++) books.pass(millis + i);
    }

    // --- peer-vanished ---

    @Test
    void peer_fiveRetransmissionsUnanswered_isGone() {
        Scripted life = Books.client();
        alive(life).unanswered(life.connection(), 5, 0);
        aTurn(5 * SECOND);
        books.pass(34_999);
        books.pass(35_006);
        assertThat(books.findings()).isEmpty();
        books.pass(36 * SECOND);
        assertThat(books.findings()).containsExactly("peer-vanished warn 1/1/0");
        assertThat(books.only().message()).contains("5 retransmissions");
    }

    @Test
    void peer_fiveProbesUnanswered_isGone() {
        Scripted life = Books.client();
        alive(life).unanswered(life.connection(), 0, 5);
        aTurn(5 * SECOND);
        books.passes(36 * SECOND, 37 * SECOND);
        assertThat(books.findings()).containsExactly("peer-vanished warn 1/1/0");
        assertThat(books.only().message()).contains("5 keep-alive probes");
    }

    @Test
    void peer_fourRetransmissions_isSilent() {
        Scripted life = Books.client();
        alive(life).unanswered(life.connection(), 4, 4);
        aTurn(5 * SECOND);
        books.passes(36 * SECOND, 37 * SECOND, 600 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void peer_answersInTime_isSilent() {
        Scripted life = Books.client();
        alive(life).unanswered(life.connection(), 6, 0);
        aTurn(5 * SECOND);
        alive(life);
        books.pass(20 * SECOND);
        books.kernel().unanswered(life.connection(), 6, 0);
        aTurn(21 * SECOND);
        books.passes(36 * SECOND, 37 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.passes(52 * SECOND, 53 * SECOND);
        assertThat(books.findings()).containsExactly("peer-vanished warn 1/1/0");
    }

    @Test
    void peer_answersAfterAll_isResolved() {
        Scripted life = Books.client();
        alive(life).unanswered(life.connection(), 6, 0);
        aTurn(5 * SECOND);
        books.passes(36 * SECOND, 37 * SECOND);
        alive(life);
        books.pass(40 * SECOND);
        books.pass(41 * SECOND);
        assertThat(books.findings()).containsExactly("peer-vanished warn 1/0/0");
    }

    @Test
    void peer_ofADeadConnection_isNotAskedAfter() {
        Scripted life = Books.client().flags(Connection.DEAD);
        alive(life).unanswered(life.connection(), 6, 0);
        aTurn(5 * SECOND);
        books.passes(36 * SECOND, 37 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    // --- accepted-never-read ---

    @Test
    void accepted_bytesWait_isNeverRead() {
        Scripted life = Scripted.server(Books.START, 8080);
        alive(life).unread(life.connection(), 100);
        books.passes(SECOND, 31 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.pass(32 * SECOND);
        assertThat(books.findings()).containsExactly("accepted-never-read warn 1/1/0");
        assertThat(books.only().message()).contains("100 bytes have waited for 31 s");
        life.reads(1);
        books.pass(33 * SECOND);
        assertThat(books.findings()).containsExactly("accepted-never-read warn 1/0/0");
    }

    @Test
    void accepted_nothingWaits_isSilent() {
        alive(Scripted.server(Books.START, 8080).writes(20));
        books.passes(SECOND, 31 * SECOND, 32 * SECOND, 600 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void accepted_readOnce_isSilent() {
        Scripted life = Scripted.server(Books.START, 8080).reads(1);
        alive(life).unread(life.connection(), 100);
        books.passes(SECOND, 31 * SECOND, 32 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void accepted_clientThatConnected_isSilent() {
        Scripted life = Books.client();
        alive(life).unread(life.connection(), 100);
        books.passes(SECOND, 31 * SECOND, 32 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void accepted_neverReadAndFinBehindIt_isOneFinding() {
        Scripted life = Scripted.server(Books.START, 8080);
        alive(life).fin(life.connection()).unread(life.connection(), 100);
        books.passes(5 * SECOND, 35 * SECOND, 36 * SECOND, 400 * SECOND, 401 * SECOND);
        assertThat(books.findings()).containsExactly("accepted-never-read warn 1/1/0");
    }

    // --- shutdown-input-data-lost ---

    @Test
    void shutdownInput_bytesComeTwiceInARow_areLost() {
        Scripted life = Books.client().shutdownInput(0);
        alive(life).unread(life.connection(), 10);
        books.passes(1, 2);
        assertThat(books.findings())
                .as("the second look is told of at the next pass")
                .isEmpty();
        books.passes(3, 4, 5);
        assertThat(books.findings()).containsExactly("shutdown-input-data-lost warn 1/0/0");
        assertThat(books.only().message()).contains("10 bytes are unread");
    }

    @Test
    void shutdownInput_bytesTakenInBetween_areNotLost() {
        Scripted life = Books.client().shutdownInput(0);
        alive(life);
        for (int pass = 1; pass < 9; pass++) {
            books.kernel().unread(life.connection(), pass % 2 * 10);
            books.pass(pass);
        }
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void shutdownInput_whatWaitedBefore_isNotLost() {
        Scripted life = Books.client().flags(Connection.INPUT_SHUT).step(SocketEvent.SHUTDOWN_INPUT, 0, 10);
        alive(life).unread(life.connection(), 10);
        books.passes(1, 2, 3, 4);
        assertThat(books.findings()).isEmpty();
        books.kernel().unread(life.connection(), 11);
        books.passes(5, 6, 7);
        assertThat(books.findings()).containsExactly("shutdown-input-data-lost warn 1/0/0");
    }

    @Test
    void shutdownInput_closingAlertsOfTls_areNotLost() {
        Scripted life = Books.client().flags(Connection.TLS).shutdownInput(0);
        alive(life).unread(life.connection(), 48);
        books.passes(1, 2, 3, 4);
        assertThat(books.findings()).isEmpty();
        books.kernel().unread(life.connection(), 49);
        books.passes(5, 6, 7);
        assertThat(books.findings()).containsExactly("shutdown-input-data-lost warn 1/0/0");
    }

    // --- foreign-shutdown ---

    /** Suspicious, and so asked at each pass. */
    private Scripted askedAlways(Scripted life) {
        alive(life).unanswered(life.connection(), 1, 0);
        aTurn(5 * SECOND);
        return life;
    }

    @Test
    void foreignFin_atTwoProbes_isTold() {
        Scripted life = askedAlways(Books.client());
        books.kernel().state(life.connection(), KernelCalls.FIN_WAIT_2);
        books.pass(10 * SECOND);
        assertThat(life.connection().has(Connection.FOREIGN_SHUT)).isFalse();
        books.passes(11 * SECOND, 12 * SECOND, 13 * SECOND, 300 * SECOND);
        assertThat(life.connection().has(Connection.FOREIGN_SHUT)).isTrue();
        assertThat(books.findings()).containsExactly("foreign-shutdown warn 1/0/0");
    }

    @Test
    void foreignFin_atOneProbeOnly_isNotTold() {
        Scripted life = askedAlways(Books.client());
        books.kernel().state(life.connection(), KernelCalls.FIN_WAIT_1);
        books.pass(10 * SECOND);
        books.kernel().unanswered(life.connection(), 1, 0);
        books.pass(11 * SECOND);
        books.kernel().state(life.connection(), KernelCalls.FIN_WAIT_1);
        books.pass(12 * SECOND);
        books.kernel().unanswered(life.connection(), 1, 0);
        books.passes(13 * SECOND, 14 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void foreignFin_ofAnIdleConnection_isFoundByTurns() {
        Scripted life = Books.client();
        alive(life).state(life.connection(), KernelCalls.FIN_WAIT_2);
        aTurn(5 * SECOND);
        books.passes(10 * SECOND, 11 * SECOND);
        assertThat(books.findings()).containsExactly("foreign-shutdown warn 1/0/0");
    }

    @Test
    void ownFin_isNotForeign() {
        Scripted life = askedAlways(Books.client().shutdownOutput(0));
        books.kernel().state(life.connection(), KernelCalls.FIN_WAIT_2);
        books.passes(10 * SECOND, 11 * SECOND, 12 * SECOND, 13 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void finOfAnAdopted_mayBeItsOwn() {
        Scripted life = askedAlways(Scripted.adopted(Books.START, 5432));
        books.kernel().state(life.connection(), KernelCalls.FIN_WAIT_2);
        books.passes(10 * SECOND, 11 * SECOND, 12 * SECOND, 13 * SECOND);
        assertThat(books.findings()).isEmpty();
    }
}
