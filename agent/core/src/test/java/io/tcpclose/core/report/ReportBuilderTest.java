package io.tcpclose.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.ConnectFailure;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.filter.Selectors;
import io.tcpclose.core.filter.Suppressions;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.probe.Books;
import io.tcpclose.core.probe.OpenSockets;
import io.tcpclose.core.rule.RuleSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReportBuilderTest {
    private static final Report.Agent AGENT =
            new Report.Agent("1", Map.of(), new Report.HookPoints(1, 1, List.of()), Map.of(), 0, List.of());
    private static final Report.Jvm JVM = new Report.Jvm(1, "host", "main", "17", Instant.EPOCH);

    @RegisterExtension
    final Books books = new Books();

    private long before;

    @BeforeEach
    void count() {
        before = Tracing.opened();
    }

    private Report report(long millis) {
        Instant taken = Instant.ofEpochMilli(Books.WALL + millis);
        return new ReportBuilder(books.engine()).build(AGENT, JVM, Books.nanos(millis), taken);
    }

    private static Report.Connection only(Report report) {
        List<Report.Connection> all = connections(report);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<Report.Connection> connections(Report report) {
        List<Report.Connection> all = new ArrayList<>();
        report.connections().forEach(all::add);
        return all;
    }

    // --- sums ---

    @Test
    void sums_manyLives_openedIsClosedPlusOpenEverywhere() {
        Random random = new Random(4_711);
        for (int i = 0; i < 400; i++) live(random, i);
        books.pass(500);
        Report report = report(501);
        Report.Summary sums = report.summary();
        assertThat(sums.opened() - before).isEqualTo(400);
        assertThat(sums.opened()).isEqualTo(sums.closed() + sums.open());
        for (Report.Endpoint e : report.endpoints()) {
            assertThat(e.opened()).as(e.endpoint()).isEqualTo(e.closed() + e.open());
            Report.ClosedFirst first = e.closedFirst();
            assertThat(first.local() + first.peer() + first.unknown()).isEqualTo(e.closed());
        }
        assertThat(report.sites().stream().mapToLong(Report.Site::opened).sum()).isEqualTo(400);
        long open = sums.open() - before;
        assertThat(report.sites().stream().mapToLong(Report.Site::open).sum()).isEqualTo(open);
        long connected = OpenSockets.connections().stream()
                .filter(c -> c.has(Connection.CONNECTED))
                .count();
        assertThat(report.endpoints().stream().mapToLong(Report.Endpoint::open).sum())
                .as("a descriptor that was never connected is no connection of an endpoint")
                .isEqualTo(connected)
                .isLessThan(open);
        assertThat(connections(report).stream().filter(c -> c.fd() != null)).hasSize((int) open);
    }

    private static void live(Random random, int i) {
        Scripted life =
                switch (random.nextInt(4)) {
                    case 0 -> Scripted.client(Books.START, "db", 5432);
                    case 1 -> Scripted.client(Books.START, "cache", 6379);
                    case 2 -> Scripted.server(Books.START, 8080);
                    default -> Scripted.opened(Books.START);
                };
        if (random.nextInt(3) == 0) life.eof(i);
        if (random.nextInt(9) == 0) life.reset(i);
        if (random.nextBoolean()) life.closes(i, random.nextInt(3) == 0 ? 5 : 0);
    }

    @Test
    void sums_collectedChannel_staysOpen() {
        Scripted.client(Books.START, "db", 5432).ownerCollected();
        books.pass(1);
        books.pass(2);
        books.pass(3);
        Report report = report(4);
        assertThat(report.summary().collected()).isEqualTo(1);
        assertThat(report.summary().open() - before).isEqualTo(1);
        assertThat(only(report).descriptor()).isEqualTo("collected");
        assertThat(report.summary().rules()).containsEntry("collected-without-close", 1L);
        assertThat(report.summary().findings()).isEqualTo(new Report.SeverityCounts(1, 0, 0));
    }

    @Test
    void sums_connectsThatFailed_areOfTheirEndpoint() {
        Scripted.unanswered(Books.START, "db", 5432)
                .connectFails(1, ConnectFailure.REFUSED)
                .closes(2);
        Report.Endpoint db = report(10).endpoints().get(0);
        assertThat(db.endpoint()).isEqualTo("db:5432");
        assertThat(db.connectsFailed()).isEqualTo(1);
        assertThat(db.opened()).isZero();
    }

    /** Also while nobody has closed it: the same number before and after. */
    @Test
    void sums_connectsThatFailed_areCountedOneWay() {
        Scripted refused = Scripted.unanswered(Books.START, "db", 5432).connectFails(1, ConnectFailure.REFUSED);
        Scripted.client(Books.START, "db", 5432);
        assertThat(ofDb(report(2))).containsExactly(1L, 0L, 1L, 1L);
        assertThat(report(3).summary().connectsFailed()).isEqualTo(1);
        refused.closes(4);
        assertThat(ofDb(report(5))).containsExactly(1L, 0L, 1L, 1L);
        Report.Summary sums = report(6).summary();
        assertThat(sums.connectsFailed()).isEqualTo(1);
        assertThat(sums.opened() - before).as("descriptors").isEqualTo(2);
    }

    private static List<Long> ofDb(Report report) {
        Report.Endpoint db = Reported.endpoint(report, "db:5432");
        return List.of(db.opened(), db.closed(), db.open(), db.connectsFailed());
    }

    @Test
    void sums_stacksOff_areOther() {
        Tracing.stacks(0);
        Scripted open = Scripted.client(Books.START, "db", 5432);
        open.connection().openedTrace = null;
        Scripted closed = Scripted.client(Books.START, "db", 5432);
        closed.connection().openedTrace = null;
        closed.closes(1);
        assertThat(report(10).sites()).containsExactly(new Report.Site("(other)", 2, 1, 0));
    }

    @Test
    void listeners_countWhatTheyAccepted() {
        Scripted.listener(Books.START, 8080).accepts(2).accepts(4).acceptFails(6, "Too many open files");
        Report.Listener listener = report(10).listeners().get(0);
        assertThat(listener.local()).isEqualTo("*:8080");
        assertThat(listener.descriptor()).isEqualTo("open");
        assertThat(listener.accepted()).isEqualTo(2);
        assertThat(listener.openedStack()).isNotEmpty();
        Report.LastAccept last = Objects.requireNonNull(listener.lastAccept());
        assertThat(last.thread()).isEqualTo(Thread.currentThread().getName());
        assertThat(last.ageMs()).isEqualTo(6);
        assertThat(last.stack()).isNotEmpty();
        assertThat(last.failure()).isEqualTo("Too many open files");
        assertThat(last.failureAgeMs()).isEqualTo(4);
    }

    @Test
    void listeners_unboundOrHeld_areThereWithTheirLifeLine() {
        Scripted.unboundListener(Books.START).bindFails(1, 80, "Permission denied");
        Scripted.listener(Books.START, 8080).held(3);
        Report report = report(10);
        assertThat(report.summary().opened() + report.summary().open()).isZero();
        assertThat(report.connections()).isEmpty();
        assertThat(report.listeners()).extracting(Report.Listener::local).containsExactly(null, "*:8080");
        assertThat(report.listeners()).extracting(Report.Listener::descriptor).containsExactly("open", "held");
        assertThat(report.listeners().get(0).lastAccept()).isNull();
        assertThat(report.listeners().get(0).timeline())
                .extracting(Report.Step::event)
                .containsExactly("opened", "bind-failed");
        assertThat(report.listeners().get(1).timeline())
                .extracting(Report.Step::event)
                .containsExactly("opened", "close");
    }

    @Test
    void listeners_closed_areGone_andCountNowhere() {
        Scripted.listener(Books.START, 8080).stopsListening(3);
        Report report = report(10);
        assertThat(report.listeners()).isEmpty();
        assertThat(report.summary().closed()).isZero();
    }

    @Test
    void closeWait_isCountedByEndpointAndSite() {
        Scripted.client(Books.START, "db", 5432).eof(1);
        Scripted.client(Books.START, "db", 5432);
        Report report = report(10);
        assertThat(report.endpoints().get(0).closeWait()).isEqualTo(1);
        assertThat(report.sites().stream().mapToLong(Report.Site::closeWait).sum())
                .isEqualTo(1);
    }

    // --- a connection ---

    @Test
    void connection_ofAHalfClose_isToldWhole() {
        Scripted life = Scripted.client(Books.START, "db", 5432)
                .reads(10)
                .writes(20)
                .uses()
                .eof(2_000);
        books.pass(3_000);
        Report.Connection c = only(report(5_000));
        assertThat(c.remote()).isEqualTo("10.0.0.1:5432");
        assertThat(c.remoteHost()).isEqualTo("db");
        assertThat(c.local()).as("not known").isNull();
        assertThat(c.role()).isEqualTo("client");
        assertThat(c.kind()).isEqualTo("socket");
        assertThat(c.state()).isEqualTo("close_wait");
        assertThat(List.of(c.inbound(), c.outbound(), c.descriptor())).containsExactly("eof", "open", "open");
        assertThat(c.openedTime()).isEqualTo(Instant.ofEpochMilli(Books.WALL));
        assertThat(c.ageMs()).isEqualTo(5_000);
        assertThat(c.finAgeMs()).isEqualTo(3_000);
        assertThat(c.idleMs()).isEqualTo(2_000);
        assertThat(c.bytesRead()).isEqualTo(10);
        assertThat(c.bytesWritten()).isEqualTo(20);
        assertThat(c.unreadBytes()).as("no such descriptor in the kernel").isNull();
        assertThat(c.timeline()).extracting(Report.Step::event).containsExactly("opened", "connected", "eof");
        assertThat(c.timeline()).extracting(Report.Step::atMs).containsExactly(0L, 0L, 2_000L);
        assertThat(Objects.requireNonNull(c.lastUse()).thread())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(c.fd()).isEqualTo(life.connection().fd);
        assertThat(c.sharing().layers()).containsExactly("java.net.Socket");
    }

    @Test
    void connection_adopted_hasNoAgeAndNoBirth() {
        Scripted.adopted(Books.START, 80).closes(1, 9);
        Report.Connection c = only(report(5_000));
        assertThat(c.openedTime()).isNull();
        assertThat(c.ageMs()).isNull();
        assertThat(c.role()).isNull();
        assertThat(c.state()).isEqualTo("closed");
        assertThat(c.fd()).isNull();
        assertThat(c.idleMs()).isNull();
        assertThat(c.unreadBytes()).isEqualTo(9);
        assertThat(c.timeline()).extracting(Report.Step::event).containsExactly("close", "closed");
    }

    @Test
    void layers_ofEachKind_areNamedOnce() {
        assertThat(layers(Kind.SOCKET, 0)).containsExactly("java.net.Socket");
        assertThat(layers(Kind.SOCKET, Connection.TLS | Connection.SSL_SOCKET))
                .containsExactly("javax.net.ssl.SSLSocket");
        assertThat(layers(Kind.SOCKET, Connection.SSL_SOCKET | Connection.TLS | Connection.TLS_LAYERED))
                .containsExactly("javax.net.ssl.SSLSocket", "java.net.Socket");
        assertThat(layers(Kind.CHANNEL, 0)).containsExactly("java.nio.channels.SocketChannel");
        assertThat(layers(Kind.CHANNEL, Connection.ADAPTOR))
                .containsExactly("java.net.Socket", "java.nio.channels.SocketChannel");
        assertThat(layers(Kind.ASYNC, 0)).containsExactly("java.nio.channels.AsynchronousSocketChannel");
        assertThat(layers(Kind.UNKNOWN, 0)).isEmpty();
    }

    private List<String> layers(Kind kind, int flags) {
        Scripted life = Scripted.client(Books.START, "db", 5432).flags(flags);
        life.connection().kind = kind;
        List<String> layers = only(report(1)).sharing().layers();
        life.closes(1);
        return layers;
    }

    @Test
    void connections_closed_areThereWhileAFindingSpeaksOfThem() {
        Scripted.client(Books.START, "db", 5432).closes(1);
        assertThat(connections(report(2))).isEmpty();
        Scripted discarding = Scripted.client(Books.START, "db", 5432).closes(1, 7);
        Report report = report(3);
        assertThat(only(report).id()).isEqualTo(discarding.connection().id);
        assertThat(report.findings().get(0).exemplars())
                .containsExactly(new Report.Exemplar(discarding.connection().id, null, "10.0.0.1:5432"));
    }

    // --- findings ---

    @Test
    void findings_areWorstFirstAndOnlyStandingOnesAreSummed() {
        Scripted.client(Books.START, "db", 5432).flags(Connection.LINGER_ZERO).closes(1);
        Scripted.client(Books.START, "db", 5432).closes(1, 7);
        Scripted.client(Books.START, "db", 5432).reset(1);
        Scripted legal = Scripted.client(Books.START, "db", 5432).eof(0);
        books.pass(30_000);
        books.pass(35_000);
        legal.writes(1).closes(36_000);
        Report report = report(40_000);
        assertThat(report.findings())
                .extracting(Report.Finding::severity)
                .containsExactly("error", "warn", "warn", "info");
        assertThat(report.summary().rules())
                .isEqualTo(Map.of("done-not-closed", 1L, "close-discards-unread", 1L, "abortive-close", 1L));
        assertThat(report.summary().findings()).isEqualTo(new Report.SeverityCounts(1, 1, 1));
        assertThat(report.summary().halfClose().legal()).isEqualTo(1);
    }

    @Test
    void finding_hasTheLineThatSilencesIt() {
        Scripted.client(Books.START, "db", 5432).closes(1, 7);
        Report.Finding finding = report(2).findings().get(0);
        assertThat(finding.suppression())
                .isEqualTo("close-discards-unread class:" + getClass().getName() + " # why");
        assertThat(finding.openedStack().get(0))
                .startsWith(getClass().getName() + ".finding_hasTheLineThatSilencesIt(");
        assertThat(finding.advice()).isNotBlank();
        assertThat(finding.firstTime()).isEqualTo(Instant.ofEpochMilli(Books.WALL + 2));
    }

    @Test
    void finding_withoutStack_isSilencedByItsPort() {
        Scripted life = Scripted.client(Books.START, "db", 5432);
        life.connection().openedTrace = null;
        life.closes(1, 7);
        assertThat(report(2).findings().get(0).suppression()).isEqualTo("close-discards-unread port:5432 # why");
    }

    @Test
    void excluded_areInTheCountersOnly() {
        Selectors db = Selectors.parse("port:5432").value();
        books.open(new Filters(Selectors.NONE, db, Selectors.NONE, Suppressions.NONE), RuleSettings.DEFAULT);
        Scripted.client(Books.START, "db", 5432).eof(1);
        Report report = report(10);
        assertThat(connections(report)).isEmpty();
        assertThat(report.endpoints()).isEmpty();
        assertThat(report.summary().opened() - before).isEqualTo(1);
    }

    @Test
    void timeline_ofAnAcceptedConnection_beginsWithIt() {
        Scripted.server(Books.START, 80).step(SocketEvent.RESET, 7, 0);
        assertThat(only(report(10)).timeline()).extracting(Report.Step::event).containsExactly("accepted", "reset");
    }
}
