package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PendingWritesTest {
    private static final long SECOND = 1_000;
    private static final String LOST = "write-after-fin warn 1/0/0";
    private static final String LEGAL = "write-after-fin info 1/0/1";

    @RegisterExtension
    final Books books = new Books();

    /** A client that has written into an unread FIN at the start, which the agent has been told. */
    private Scripted written() {
        return written(Books.client());
    }

    private Scripted written(Scripted life) {
        life.writes(10).writesAfterFin(0);
        books.pass(1);
        return life;
    }

    @Test
    void write_intoAnUnreadFin_isInfoAtOnce() {
        written();
        assertThat(books.findings()).containsExactly("write-after-fin info 1/1/0");
        assertThat(books.only().offending().frames()).isNotEmpty();
        assertThat(books.log()).containsExactly("first write-after-fin info");
    }

    // --- lost ---

    @Test
    void write_answeredByReset_isWarn() {
        written().reset(SECOND);
        books.pass(2 * SECOND);
        assertThat(books.findings()).containsExactly(LOST);
        assertThat(books.only().message()).contains("answered by RST: what was written is lost");
        assertThat(books.log()).containsExactly("first write-after-fin info", "worse write-after-fin warn");
    }

    @Test
    void write_answeredByBrokenPipe_isWarnOnce() {
        written().flags(Connection.DEAD).step(SocketEvent.BROKEN_PIPE, SECOND, 1);
        books.pass(2 * SECOND);
        assertThat(books.findings()).containsExactly(LOST);
    }

    @Test
    void write_answeredByAResetThatNobodyMet_isWarn() {
        Scripted life = Books.client();
        books.kernel().alive(life.connection()).fin(life.connection());
        books.pass(5 * SECOND);
        life.writes(10).writesAfterFin(6 * SECOND);
        books.pass(7 * SECOND);
        assertThat(books.findings()).containsExactly("write-after-fin info 1/1/0");
        books.kernel().reset(life.connection());
        books.passes(8 * SECOND, 9 * SECOND);
        assertThat(books.findings()).containsExactly(LOST);
    }

    @Test
    void write_closedInError_isWarn() {
        written().flags(Connection.RST_AT_CLOSE).closes(SECOND);
        books.pass(2 * SECOND);
        assertThat(books.findings()).containsExactly(LOST);
    }

    @Test
    void write_andItsAnswerInOnePass_isWarn() {
        Books.client().writes(10).writesAfterFin(0).reset(1);
        books.pass(2);
        assertThat(books.findings()).containsExactly(LOST);
    }

    @Test
    void write_ofAServerWhoseClientLeft_staysInfo() {
        written(Scripted.server(Books.START, 8080)).reset(SECOND);
        books.pass(2 * SECOND);
        assertThat(books.findings()).containsExactly("write-after-fin info 1/0/0");
        assertThat(books.only().message()).contains("what was written is lost");
    }

    // --- legal ---

    @Test
    void write_closedWithoutReset_isRetracted() {
        written().closes(SECOND);
        books.pass(2 * SECOND);
        assertThat(books.findings()).containsExactly(LEGAL);
        assertThat(books.only().stands()).isFalse();
    }

    @Test
    void write_preClosedWithoutReset_isRetracted() {
        written().preClosed(SECOND);
        books.pass(2 * SECOND);
        assertThat(books.findings()).containsExactly(LEGAL);
    }

    @Test
    void write_unansweredForThreeProbes_isRetracted() {
        written();
        books.pass(14_999);
        assertThat(books.findings()).containsExactly("write-after-fin info 1/1/0");
        books.pass(15_000);
        assertThat(books.findings()).containsExactly(LEGAL);
    }

    @Test
    void write_retracted_isDecidedForGood() {
        Scripted life = written();
        books.pass(15 * SECOND);
        life.reset(16 * SECOND).closes(17 * SECOND);
        books.pass(18 * SECOND);
        assertThat(books.findings()).containsExactly(LEGAL);
    }

    @Test
    void write_otherSteps_decideNothing() {
        written().shutdownOutput(SECOND);
        books.pass(2 * SECOND);
        assertThat(books.findings()).containsExactly("write-after-fin info 1/1/0");
    }

    @Test
    void writes_ofTwoConnections_areDecidedApart() {
        Scripted[] lives = new Scripted[2];
        for (int i = 0; i < 2; i++) lives[i] = written();
        assertThat(books.findings()).containsExactly("write-after-fin info 2/2/0");
        lives[0].closes(SECOND);
        lives[1].reset(SECOND);
        books.pass(2 * SECOND);
        assertThat(books.findings()).containsExactly("write-after-fin warn 2/0/1");
    }
}
