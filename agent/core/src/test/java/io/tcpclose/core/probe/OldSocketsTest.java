package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.rule.RuleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sockets of before a late attach, from a /proc made by hand. */
@EnabledOnOs(OS.LINUX)
class OldSocketsTest {
    private static final long SECOND = 1_000;
    /** Numbers that no open descriptor has. */
    private static final int FD = 3_500_000;

    private static final int PORT = 8_080;
    private static final int PEER = 40_000;

    @RegisterExtension
    final Books books = new Books();

    private final Path folder;
    private final FakeProc proc;

    OldSocketsTest(@TempDir Path folder) {
        this.folder = folder;
        this.proc = new FakeProc(folder);
    }

    private void attach(RuleSettings settings) {
        books.open(Filters.NONE, settings);
        Tracing.start(books.inbox(), 2, 262_144, true);
        books.engine().kernel().attachedLate();
        proc.tables(books.engine());
        proc.descriptors(books.engine());
    }

    private void attach() {
        attach(RuleSettings.DEFAULT);
    }

    private FakeProc socket(int number, int state, int localPort, int remotePort, long rxQueue) {
        return proc.own(FD + number, 100 + number).row(state, localPort, remotePort, rxQueue, 100 + number);
    }

    /** So many in CLOSE_WAIT, whose end-of-file was read. */
    private void forgotten(int n) {
        for (int i = 0; i < n; i++) socket(i, KernelCalls.CLOSE_WAIT, PEER + i, PORT, 0);
    }

    private void answers(Consumer<Connection> answer) {
        OpenSockets.connections().forEach(answer);
    }

    private void finWasRead(Connection c) {
        books.kernel().fin(c).unread(c, 0);
    }

    private void finIsUnread(Connection c) {
        books.kernel().fin(c).unread(c, 10);
    }

    private List<Inbound> inbounds() {
        return OpenSockets.connections().stream()
                .map(c -> States.inbound(c.state()))
                .toList();
    }

    @Test
    void firstLook_onlyLists() {
        attach();
        socket(0, KernelCalls.ESTABLISHED, PEER, PORT, 0);
        books.pass(0);
        assertThat(OpenSockets.connections()).isEmpty();
        books.pass(5 * SECOND);
        assertThat(OpenSockets.connections())
                .hasSize(1)
                .allMatch(c -> c.has(Connection.ADOPTED) && c.openedNanos == Books.START);
    }

    @Test
    void agentFromTheStart_takesInNothing() {
        proc.tables(books.engine());
        proc.descriptors(books.engine());
        forgotten(3);
        books.passes(0, 5 * SECOND, 10 * SECOND);
        assertThat(OpenSockets.connections()).isEmpty();
    }

    @Test
    void socketOfAfterTheAttach_isLeftToTheHooks() {
        attach();
        books.pass(0);
        socket(0, KernelCalls.ESTABLISHED, PEER, PORT, 0);
        books.passes(5 * SECOND, 10 * SECOND, 15 * SECOND, 20 * SECOND);
        assertThat(OpenSockets.connections()).isEmpty();
    }

    @Test
    void numberThatLeadsElsewhere_isLeftAlone() throws IOException {
        attach();
        socket(0, KernelCalls.ESTABLISHED, PEER, PORT, 0);
        books.pass(0);
        relink(0, "socket:[999]");
        books.pass(5 * SECOND);
        assertThat(OpenSockets.connections()).isEmpty();
        assertThat(Tracing.opened()).isZero();
    }

    private void relink(int number, String to) throws IOException {
        Path link = folder.resolve("self/fd/" + (FD + number));
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of(to));
    }

    @Test
    void sockets_haveTheRoleOfTheirPort() {
        attach();
        proc.own(FD + 9, 9).listening(PORT, 0, 9);
        socket(0, KernelCalls.ESTABLISHED, PORT, PEER, 0);
        socket(1, KernelCalls.ESTABLISHED, PEER, 5432, 0);
        books.passes(0, 5 * SECOND);
        assertThat(OpenSockets.connections())
                .extracting(c -> c.role)
                .containsExactlyInAnyOrder(Role.SERVER, Role.CLIENT);
        assertThat(OpenSockets.listeners()).hasSize(1).allMatch(c -> c.localPort() == PORT);
        assertThat(Tracing.opened()).as("a listener is no connection").isEqualTo(2);
    }

    @Test
    void unansweredConnect_isTakenInOnceItIsConnected() {
        attach();
        socket(0, 2, PEER, PORT, 0);
        books.passes(0, 5 * SECOND);
        assertThat(OpenSockets.connections()).isEmpty();
        proc.clear().row(KernelCalls.ESTABLISHED, PEER, PORT, 0, 100);
        books.pass(10 * SECOND);
        assertThat(OpenSockets.connections()).hasSize(1);
    }

    @Test
    void leaksOfOneServer_areOneFindingAtItsListener() {
        attach();
        proc.own(FD + 90, 90).listening(PORT, 0, 90);
        for (int i = 0; i < 25; i++) socket(i, KernelCalls.CLOSE_WAIT, PORT, PEER + i, 11);
        books.passes(0, 5 * SECOND);
        answers(this::finIsUnread);
        books.passes(10 * SECOND, 310 * SECOND, 315 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 25/25/0");
        assertThat(books.only().endpoint()).isEqualTo("listener:" + PORT);
        assertThat(books.only().message()).startsWith("25 connections, oldest ");
    }

    /** Its end-of-file was read before, and nobody knows when: since the first look at the least. */
    @Test
    void forgotten_areFoundAfterTheThreshold() {
        attach();
        forgotten(20);
        books.passes(0, 5 * SECOND);
        answers(this::finWasRead);
        books.passes(10 * SECOND, 25 * SECOND);
        assertThat(inbounds()).hasSize(20).containsOnly(Inbound.EOF);
        assertThat(books.findings()).isEmpty();
        books.passes(31 * SECOND, 36 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 20/20/0");
    }

    private static RuleSettings guest(Map<String, Duration> set) {
        return new RuleSettings(Map.of(), set, Duration.ofSeconds(6));
    }

    @Test
    void forgotten_ofAGuest_areFoundInItsTimeAndNeverWorseThanWarn() {
        attach(guest(Map.of()));
        forgotten(20);
        books.passes(0, 300);
        answers(this::finWasRead);
        books.passes(6 * SECOND, 12 * SECOND, 18 * SECOND);
        assertThat(books.findings()).containsExactly("eof-not-closed warn 20/20/0");
        books.passes(61 * SECOND, 66 * SECOND);
        assertThat(books.findings())
                .as("ten times the guest's threshold")
                .containsExactly("eof-not-closed warn 20/20/0");
    }

    @Test
    void forgotten_ofAGuest_waitForAThresholdThatTheUserSet() {
        attach(guest(Map.of("eof-not-closed", Duration.ofSeconds(30))));
        forgotten(20);
        books.passes(0, 300);
        answers(this::finWasRead);
        books.passes(6 * SECOND, 12 * SECOND, 18 * SECOND);
        assertThat(books.findings()).isEmpty();
    }

    /** It may be the answer to a request that is worked on. */
    @Test
    void finUnderTheEyesOfAGuest_waitsForTheWholeThreshold() {
        attach(guest(Map.of()));
        socket(0, KernelCalls.ESTABLISHED, PORT, PEER, 0);
        books.passes(0, 300);
        answers(this::finWasRead);
        proc.clear().row(KernelCalls.CLOSE_WAIT, PORT, PEER, 0, 100);
        books.passes(6 * SECOND, 12 * SECOND, 18 * SECOND, 24 * SECOND);
        assertThat(inbounds()).containsExactly(Inbound.EOF);
        assertThat(books.findings()).isEmpty();
    }

    /** Before the threshold they may be a pool's. */
    @Test
    void fewUnreadFinsOfClients_areOnlyInfoForAGuest() {
        attach(guest(Map.of()));
        for (int i = 0; i < 3; i++) socket(i, KernelCalls.CLOSE_WAIT, PEER + i, PORT, 11);
        books.passes(0, 300);
        answers(this::finIsUnread);
        books.passes(6 * SECOND, 12 * SECOND, 18 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed info 3/3/0");
    }

    @Test
    void manyUnreadFinsOfClients_areNoPool() {
        attach(guest(Map.of()));
        for (int i = 0; i < 8; i++) socket(i, KernelCalls.CLOSE_WAIT, PEER + i, PORT, 11);
        books.passes(0, 300);
        answers(this::finIsUnread);
        books.passes(6 * SECOND, 12 * SECOND, 18 * SECOND);
        assertThat(books.findings()).containsExactly("fin-unnoticed warn 8/8/0");
    }

    @Test
    void establishedAndIdle_isNeverAFinding() {
        attach(guest(Map.of()));
        for (int i = 0; i < 8; i++) socket(i, KernelCalls.ESTABLISHED, PEER + i, PORT, 0);
        books.passes(0, 300);
        answers(c -> books.kernel().alive(c));
        books.passes(3 * SECOND, 60 * SECOND, 400 * SECOND);
        assertThat(OpenSockets.connections()).hasSize(8);
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void closedWhereNoHookIs_isClosed() throws IOException {
        attach();
        socket(0, KernelCalls.ESTABLISHED, PEER, PORT, 0);
        books.passes(0, 5 * SECOND);
        assertThat(OpenSockets.connections()).hasSize(1);
        relink(0, "pipe:[7]");
        for (int i = 2; i < 15; i++) books.pass(i * 5 * SECOND);
        assertThat(OpenSockets.connections()).isEmpty();
        assertThat(books.inbox().closed()).isEqualTo(1);
    }
}
