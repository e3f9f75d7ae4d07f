package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.ledger.CloseKind;
import io.tcpclose.core.ledger.ConnectionEndListener;
import io.tcpclose.core.ledger.EndedConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What fails is lost alone, and what is lost leaves nothing wrong behind. */
class SurvivalTest {
    private static final long SECOND = 1_000;
    /** Of the inbox. */
    private static final int ROOM = 131_072;

    @RegisterExtension
    final Books books = new Books();

    /** As a recording that is broken. */
    private static final class Sick implements ConnectionEndListener {
        @Override
        public boolean isListening() {
            return true;
        }

        @Override
        public void ended(EndedConnection connection) {
            throw new OutOfMemoryError("as if");
        }
    }

    @Test
    void step_thatFails_losesItselfAlone() {
        books.ledger().endsTo(new Sick());
        Books.client().closes(1);
        Books.client().closes(2);
        books.pass(3);
        assertThat(books.engine().totals().closed(Role.CLIENT, CloseKind.FIN)).isEqualTo(2);
        assertThat(books.engine().errors().count()).isEqualTo(2);
        assertThat(books.engine().errors().untold())
                .containsExactly("telling an end: java.lang.OutOfMemoryError: as if");
    }

    /** More than the inbox holds: what comes next is dropped. */
    private static void flood() {
        Scripted other = Books.client();
        for (int i = 0; i < ROOM; i++) other.step(SocketEvent.USE_AFTER_SHUTDOWN, 1, 0);
    }

    @Test
    void end_thatWasDropped_leavesNoFindingActiveAndNoCountAdrift() {
        Scripted life = Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        assertThat(books.only().active()).isEqualTo(1);
        flood();
        life.closes(36 * SECOND);
        assertThat(books.inbox().dropped()).isEqualTo(1);
        books.passes(40 * SECOND, 45 * SECOND);
        assertThat(books.findings()).contains("eof-not-closed warn 1/0/0");
        assertThat(books.engine().totals().closed(Role.CLIENT, CloseKind.FIN)).isEqualTo(1);
        assertThat(books.engine().totals().unsitedCount()).isEqualTo(1);
    }

    @Test
    void finding_ofAConnectionThatHasJustGone_waitsForItsEnd() {
        Scripted life = Books.client().eof(0);
        books.passes(30 * SECOND, 35 * SECOND);
        life.closes(36 * SECOND);
        books.pass(40 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 1/0/0");
        books.passes(45 * SECOND, 50 * SECOND);
        assertThat(books.findings()).as("counted out once").containsExactly("eof-not-closed warn 1/0/0");
    }
}
