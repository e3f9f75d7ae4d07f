package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.rule.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LateWritesTest {
    private static final long SECOND = 1_000;
    private static final int ALERT = 31;

    @RegisterExtension
    final Books books = new Books();

    private LateWrites writes() {
        return books.engine().lateWrites();
    }

    private void isCounted(long legal, long lost) {
        assertThat(writes().legal()).as("legal").isEqualTo(legal);
        assertThat(writes().lost()).as("lost").isEqualTo(lost);
    }

    private static boolean isPending(Scripted life) {
        return LateWrites.isPending(new Subject(life.connection(), Books.START));
    }

    /** A client that answers after end-of-file, as it may if the peer has only shut its output down. */
    private static Scripted answered() {
        return Books.client().eof(0).writes(10).flags(Connection.WROTE_AFTER_EOF);
    }

    @Test
    void write_closedWithoutReset_isLegalOnce() {
        answered().closes(SECOND);
        books.passes(SECOND, 2 * SECOND);
        isCounted(1, 0);
    }

    @Test
    void write_answeredByReset_isLostOnceAndNotLegalAtClose() {
        Scripted life = answered().reset(SECOND);
        books.pass(SECOND);
        isCounted(0, 1);
        life.step(SocketEvent.BROKEN_PIPE, 2 * SECOND, 0).closes(3 * SECOND);
        books.pass(3 * SECOND);
        isCounted(0, 1);
    }

    @Test
    void write_answeredByBrokenPipe_isLost() {
        answered().flags(Connection.DEAD).step(SocketEvent.BROKEN_PIPE, SECOND, 0);
        books.pass(SECOND);
        isCounted(0, 1);
    }

    @Test
    void write_answeredByAResetThatOnlyTheKernelHasMet_isLost() {
        answered().step(SocketEvent.PEER_RESET, SECOND, 0);
        books.pass(SECOND);
        isCounted(0, 1);
    }

    @Test
    void write_resetFoundAtClose_isLost() {
        answered().flags(Connection.RST_AT_CLOSE).closes(SECOND);
        books.pass(SECOND);
        isCounted(0, 1);
    }

    @Test
    void write_preClosedThenClosed_countsOnce() {
        answered().preClosed(SECOND).released(2 * SECOND, 0);
        books.pass(2 * SECOND);
        isCounted(1, 0);
    }

    @Test
    void write_intoAnUnreadFin_countsToo() {
        Books.client().writes(10).writesAfterFin(0).closes(SECOND);
        Books.client().writes(10).writesAfterFin(0).reset(1).closes(SECOND);
        books.pass(SECOND);
        isCounted(1, 1);
    }

    @Test
    void lives_withoutAWriteAfterTheFin_areNeither() {
        Books.client().writes(10).eof(1).closes(2);
        Books.client().writes(10).reset(1).closes(2);
        Books.client().shutdownOutput(1).eof(2).closes(3);
        Books.client().closes(1);
        books.pass(SECOND);
        isCounted(0, 0);
    }

    // --- TLS: JSSE answers an unexpected end-of-file with an alert of its own ---

    @Test
    void tls_alertAfterEof_isNoWrite() {
        Scripted life = Books.client().flags(Connection.TLS).eof(0).tlsSays(ALERT);
        assertThat(isPending(life)).isFalse();
        life.closes(SECOND);
        Books.client().flags(Connection.TLS).eof(0).tlsSays(ALERT).reset(1);
        books.pass(SECOND);
        isCounted(0, 0);
    }

    @Test
    void tls_moreThanAnAlert_isAWrite() {
        Books.client()
                .flags(Connection.TLS)
                .eof(0)
                .tlsSays(ALERT)
                .writes(1)
                .flags(Connection.WROTE_AFTER_EOF)
                .closes(1);
        books.pass(SECOND);
        isCounted(1, 0);
    }

    // --- pending ---

    @Test
    void pending_isTheTimeBetweenTheWriteAndItsAnswer() {
        Scripted life = Books.client().eof(0);
        assertThat(isPending(life)).as("not written yet").isFalse();
        life.writes(10).flags(Connection.WROTE_AFTER_EOF);
        books.pass(SECOND);
        assertThat(isPending(life)).isTrue();
        life.reset(2 * SECOND);
        assertThat(isPending(life)).as("answered, not drained yet").isFalse();
    }

    @Test
    void pending_onceCounted_isOver() {
        Scripted life = answered().step(SocketEvent.PEER_RESET, SECOND, 0);
        assertThat(isPending(life)).isTrue();
        books.pass(SECOND);
        assertThat(isPending(life)).isFalse();
    }
}
