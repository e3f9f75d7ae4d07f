package io.tcpclose.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.kernel.ScriptedFins;
import io.tcpclose.core.probe.Books;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection in a report, as the kernel knows it at that moment. */
class KernelStateTest {
    private static final long SECOND = 1_000;

    @RegisterExtension
    final Books books = new Books();

    private Scripted client() {
        Scripted life = Scripted.client(Books.START, "db", 5432);
        books.kernel().alive(life.connection());
        return life;
    }

    private Report.Connection report(long millis) {
        return Reported.only(Reported.at(books, millis));
    }

    // --- state ---

    @ParameterizedTest
    @CsvSource({"4, fin_wait_1", "5, fin_wait_2", "9, last_ack", "11, closing", "7, closed"})
    void state_kernelCanBeAsked_isItsOwn(int number, String state) {
        Scripted life = client().shutdownOutput(1);
        books.kernel().state(life.connection(), number);
        assertThat(report(2).state()).isEqualTo(state);
    }

    @Test
    void state_kernelCannotBeAsked_isOfWhatTheApplicationKnows() {
        Scripted.client(Books.START, "db", 5432).shutdownOutput(1);
        assertThat(report(2).state()).isEqualTo("fin_wait_2");
    }

    @Test
    void state_ofAClosedConnection_isNotAskedFor() {
        Scripted life = client().closes(1, 7);
        assertThat(report(2).state()).isEqualTo("closed");
        assertThat(report(2).id()).isEqualTo(life.connection().id);
        assertThat(report(2).unreadBytes()).as("as close found it").isEqualTo(7);
    }

    // --- numbers ---

    @Test
    void unread_open_isOfThisMoment() {
        Scripted life = client();
        books.kernel().unread(life.connection(), 12);
        assertThat(report(1).unreadBytes()).isEqualTo(12);
        books.kernel().unread(life.connection(), 0);
        assertThat(report(2).unreadBytes()).isZero();
    }

    @Test
    void retransmits_kernelGaveNoReasonToAsk_areNotKnown() {
        client();
        books.pass(SECOND);
        assertThat(report(2 * SECOND).retransmits()).isNull();
    }

    @Test
    void retransmits_seenByAProbe_areTold() {
        Scripted life = client();
        books.kernel().unanswered(life.connection(), 3, 0);
        for (long at = 5; at <= 60; at += 5) books.pass(at * SECOND);
        assertThat(report(61 * SECOND).retransmits()).isEqualTo(3);
    }

    // --- the peer's FIN ---

    @Test
    void fin_comeSinceTheLastPass_isInTheReport() {
        Scripted life = client().reads(1).writes(1);
        books.pass(SECOND);
        books.kernel().fin(life.connection()).unread(life.connection(), 9);
        Report report = Reported.at(books, 31 * SECOND);
        Report.Connection c = Reported.only(report);
        assertThat(c.state()).isEqualTo("close_wait");
        assertThat(List.of(c.inbound(), c.outbound())).containsExactly("fin-pending", "open");
        assertThat(c.finAgeMs()).isZero();
        assertThat(c.idleBeforeFinMs()).isEqualTo(30 * SECOND);
        assertThat(c.unreadBytes()).isEqualTo(9);
        assertThat(Reported.endpoint(report, "db:5432").closeWait()).isEqualTo(1);
    }

    @Test
    void fin_ofTheKernel_hasNeitherThreadNorStack() {
        Scripted life = client();
        books.kernel().fin(life.connection());
        Report.Step fin = report(31 * SECOND).timeline().get(2);
        assertThat(fin.event()).isEqualTo("peer-fin");
        assertThat(fin.atMs()).isEqualTo(31 * SECOND);
        assertThat(fin.thread()).isNull();
        assertThat(fin.stack()).isEmpty();
    }

    // --- order ---

    /** The watcher's moment is earlier than the pass that takes it in, and so than what the application did between. */
    @Test
    void timeline_finToldAfterALaterStep_standsWhereItHappened() {
        ScriptedFins fins = new ScriptedFins();
        books.engine().kernel().watchedBy(fins);
        Scripted life = client();
        books.kernel().fin(life.connection());
        fins.tell(life.connection(), Books.nanos(3 * SECOND));
        life.shutdownOutput(4 * SECOND);
        books.pass(5 * SECOND);
        Report.Connection c = report(6 * SECOND);
        assertThat(c.timeline())
                .extracting(Report.Step::event)
                .containsExactly("opened", "connected", "peer-fin", "shutdown-output");
        assertThat(c.timeline()).extracting(Report.Step::atMs).containsExactly(0L, 0L, 3 * SECOND, 4 * SECOND);
    }

    @Test
    void timeline_stepsOfOneMoment_keepTheirOrder() {
        client().shutdownOutput(SECOND).eof(SECOND).shutdownInput(SECOND);
        assertThat(report(2 * SECOND).timeline())
                .extracting(Report.Step::event)
                .containsExactly("opened", "connected", "shutdown-output", "eof", "shutdown-input");
    }

    @Test
    void timeline_foreignShutdown_isTold() {
        Scripted life = client();
        books.kernel().state(life.connection(), KernelCalls.FIN_WAIT_2);
        for (long at = 5; at <= 60; at += 5) books.pass(at * SECOND);
        Report.Connection c = report(61 * SECOND);
        assertThat(c.timeline()).extracting(Report.Step::event).endsWith("foreign-shutdown");
        assertThat(c.outbound()).isEqualTo("shut");
        assertThat(c.state()).isEqualTo("fin_wait_2");
    }
}
