package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.kernel.ScriptedFins;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KernelEvidenceTest {
    private static final long SECOND = 1_000;
    private static final String WARN = "fin-unnoticed warn 1/1/0";
    private static final String INFO = "fin-unnoticed info 1/1/0";

    @RegisterExtension
    final Books books = new Books();

    private Scripted withFin(Scripted life) {
        books.kernel().alive(life.connection()).fin(life.connection());
        return life;
    }

    private static Inbound inbound(Scripted life) {
        return States.inbound(life.connection().state());
    }

    private static KernelView view(Scripted life) {
        return Objects.requireNonNull(KernelView.of(life.connection()));
    }

    // --- found by polling ---

    @Test
    void fin_unread_firesAtTheSecondProbeBehindTheThreshold() {
        Scripted life = withFin(Books.client());
        books.passes(5 * SECOND, 304_999, 305 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.FIN_PENDING);
        assertThat(books.findings()).isEmpty();
        books.pass(306 * SECOND);
        assertThat(books.findings()).containsExactly(WARN);
        assertThat(books.only().message()).contains("The peer's FIN came").contains("CLOSE_WAIT.");
    }

    @Test
    void fin_ofAConnectionThatHasNotRested_isNotAskedFor() {
        Scripted life = withFin(Books.client());
        books.pass(4_999);
        assertThat(inbound(life)).isEqualTo(Inbound.OPEN);
        books.pass(5_000);
        assertThat(inbound(life)).isEqualTo(Inbound.FIN_PENDING);
    }

    @Test
    void fin_forAReport_isAskedForAtOnce() {
        Scripted life = withFin(Books.client());
        books.engine().refresh(Books.nanos(1), Books.WALL);
        assertThat(inbound(life)).isEqualTo(Inbound.FIN_PENDING);
    }

    @Test
    void fin_whileAThreadReads_isLeftToThatThread() {
        Scripted life = withFin(Books.client()).inRead(true);
        books.passes(5 * SECOND, 10 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.OPEN);
    }

    @Test
    void fin_behindUnreadBytes_isToldWithThem() {
        Scripted life = withFin(Books.client());
        books.kernel().unread(life.connection(), 12);
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        assertThat(books.only().message()).contains("12 bytes unread before it");
    }

    // --- a pool that idles ---

    @Test
    void fin_ofAClientThatExchangedAndIdled_isInfo() {
        withFin(Books.client().reads(10).writes(10));
        books.passes(0, 10 * SECOND, 310 * SECOND, 311 * SECOND);
        assertThat(books.findings()).containsExactly(INFO);
        assertThat(books.only().message()).doesNotContain("set the pool's limit");
    }

    @Test
    void fin_ofAClientThatIdledTooShort_isWarn() {
        withFin(Books.client().reads(10).writes(10));
        books.passes(0, 9_999, 310 * SECOND, 311 * SECOND);
        assertThat(books.findings()).containsExactly(WARN);
    }

    @Test
    void fin_ofAClientThatOnlyWrote_isWarn() {
        withFin(Books.client().writes(10));
        books.passes(0, 10 * SECOND, 310 * SECOND, 311 * SECOND);
        assertThat(books.findings()).containsExactly(WARN);
    }

    @Test
    void fin_ofAServer_isWarn() {
        withFin(Scripted.server(Books.START, 8080).reads(10).writes(10));
        books.passes(0, 10 * SECOND, 310 * SECOND, 311 * SECOND);
        assertThat(books.findings()).containsExactly(WARN);
    }

    // --- what ends it ---

    @Test
    void fin_bytesMoveBehindIt_restart() {
        Scripted life = withFin(Books.client());
        books.pass(5 * SECOND);
        life.writes(1);
        books.passes(200 * SECOND, 305 * SECOND, 306 * SECOND, 499 * SECOND);
        assertThat(books.findings()).isEmpty();
        books.passes(500 * SECOND, 501 * SECOND);
        assertThat(books.findings()).containsExactly(WARN);
        life.reads(1);
        books.pass(510 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 1/0/0");
    }

    @Test
    void fin_readUpTo_isNoLongerUnnoticed() {
        Scripted life = withFin(Books.client());
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        life.eof(307 * SECOND);
        books.pass(308 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 1/0/0");
    }

    @Test
    void fin_beingClosed_isSilent() {
        Scripted life = withFin(Books.client()).flags(Connection.CLOSING);
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        assertThat(books.findings()).isEmpty();
        assertThat(inbound(life)).isEqualTo(Inbound.OPEN);
    }

    @Test
    void fin_endOfFileRead_isSilent() {
        Scripted life = withFin(Books.client()).eof(0);
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed error 1/1/0");
        assertThat(inbound(life)).isEqualTo(Inbound.EOF);
    }

    // --- own shutdownInput ---

    @Test
    void ownShutdownInput_pollSaysFin_isNotBelieved() {
        Scripted life = withFin(Books.client()).shutdownInput(0);
        books.kernel().state(life.connection(), KernelCalls.ESTABLISHED);
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void ownShutdownInput_stateSaysFin_isUnnoticed() {
        Scripted life = Books.client().shutdownInput(0);
        books.kernel().alive(life.connection()).state(life.connection(), KernelCalls.CLOSE_WAIT);
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        assertThat(books.findings()).containsExactly(WARN);
        assertThat(inbound(life)).isEqualTo(Inbound.SHUT);
    }

    @Test
    void ownShutdownInput_stateSaysClosed_isAReset() {
        Scripted life = Books.client().shutdownInput(0);
        books.kernel().alive(life.connection()).state(life.connection(), KernelCalls.CLOSE);
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        assertThat(view(life).resetNanos).isEqualTo(Books.nanos(5 * SECOND));
        assertThat(books.findings()).containsExactly(WARN);
        assertThat(books.only().message()).startsWith("Dead for 5 min, by the peer's reset or given up by the kernel");
    }

    // --- a reset ---

    @Test
    void reset_untold_isUnnoticedAndNotDone() {
        Scripted life = Books.client();
        books.kernel().alive(life.connection()).reset(life.connection());
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        assertThat(books.findings()).containsExactly(WARN);
        assertThat(books.only().message()).startsWith("Dead for 5 min, by the peer's reset or given up by the kernel");
        life.reset(307 * SECOND);
        books.passes(317 * SECOND, 318 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 1/0/0", "done-not-closed error 1/1/0");
    }

    @Test
    void hangUp_behindOwnFin_isAnOrderlyEnd() {
        Scripted life = Books.client().shutdownOutput(0);
        books.kernel().alive(life.connection()).reset(life.connection());
        books.pass(5 * SECOND);
        assertThat(inbound(life)).isEqualTo(Inbound.FIN_PENDING);
        assertThat(view(life).resetNanos).isZero();
    }

    // --- told by the watcher ---

    @Test
    void hint_confirmed_countsFromItsOwnMoment() {
        ScriptedFins fins = new ScriptedFins();
        books.engine().kernel().watchedBy(fins);
        Scripted life = withFin(Books.client());
        fins.tell(life.connection(), Books.nanos(3 * SECOND));
        books.passes(5 * SECOND, 303 * SECOND, 304 * SECOND);
        assertThat(books.findings()).containsExactly(WARN);
        assertThat(view(life).finNanos).isEqualTo(Books.nanos(3 * SECOND));
        assertThat(Objects.requireNonNull(life.connection().newestStep()).event).isEqualTo(SocketEvent.PEER_FIN);
    }

    @Test
    void hint_ofAnotherSocket_isCountedAndCleared() {
        ScriptedFins fins = new ScriptedFins();
        books.engine().kernel().watchedBy(fins);
        Scripted life = Books.client();
        books.kernel().alive(life.connection());
        fins.tell(life.connection(), Books.nanos(3 * SECOND));
        books.passes(5 * SECOND, 305 * SECOND, 306 * SECOND);
        assertThat(life.connection().has(Connection.FIN_HINT)).isFalse();
        assertThat(books.engine().kernel().spuriousHints()).isEqualTo(1);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void hint_ofUnreadableKernel_staysAsItIs() {
        ScriptedFins fins = new ScriptedFins();
        books.engine().kernel().watchedBy(fins);
        Scripted life = Books.client();
        fins.tell(life.connection(), Books.nanos(3 * SECOND));
        books.pass(5 * SECOND);
        assertThat(life.connection().has(Connection.FIN_HINT)).isTrue();
        assertThat(books.engine().kernel().spuriousHints()).isZero();
        assertThat(inbound(life)).isEqualTo(Inbound.OPEN);
    }

    @Test
    void watcher_idleConnection_isWatchedUntilItMovesOrCloses() {
        ScriptedFins fins = new ScriptedFins();
        books.engine().kernel().watchedBy(fins);
        Scripted life = withFin(Books.client());
        books.pass(5 * SECOND);
        assertThat(life.connection().has(Connection.WATCHED)).isTrue();
        assertThat(inbound(life)).as("not polled").isEqualTo(Inbound.OPEN);
        life.writes(1);
        books.passes(6 * SECOND, 11 * SECOND);
        assertThat(fins.released()).containsExactly(life.connection());
        life.closes(12 * SECOND);
        books.pass(13 * SECOND);
        assertThat(fins.closed()).containsExactly(life.connection());
    }
}
