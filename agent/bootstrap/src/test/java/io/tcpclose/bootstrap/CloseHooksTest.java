package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CloseHooksTest {
    @RegisterExtension
    final Hearing heard = new Hearing();

    private Loopback pair;
    private Connection c;
    private int tracked;

    @BeforeEach
    void connect() {
        tracked = Tracing.TRACKED.get();
        pair = Loopback.client();
        c = pair.connection();
        heard.forget();
    }

    @AfterEach
    void disconnect() {
        pair.close();
    }

    @Test
    void close_plain_isCloseThenClosed() {
        pair.closes();
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSE, SocketEvent.CLOSED);
        assertThat(ConnectionTable.holds(c)).isFalse();
        assertThat(c.has(Connection.CLOSE_RETURNED)).isTrue();
        assertThat(Tracing.TRACKED.get()).isEqualTo(tracked);
    }

    @Test
    void close_twice_isToldOnce() {
        pair.closes();
        pair.closes();
        assertThat(CloseHooks.closeEnter(pair.near)).isNull();
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSE, SocketEvent.CLOSED);
        assertThat(Tracing.TRACKED.get()).isEqualTo(tracked);
    }

    @Test
    void close_descriptorStaysWithItsSelector_isHeldUntilReleased() {
        CloseHooks.closeExit(CloseHooks.closeEnter(pair.near));
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSE, SocketEvent.CLOSE_HELD);
        CloseHooks.release(pair.descriptor);
        assertThat(heard.events()).endsWith(SocketEvent.CLOSED);
    }

    @Test
    void close_underABlockedThread_endsAtThePreClose() {
        Connection closing = CloseHooks.closeEnter(pair.near);
        CloseHooks.preClose(pair.descriptor);
        CloseHooks.preClose(pair.descriptor);
        CloseHooks.closeExit(closing);
        assertThat(ConnectionTable.holds(c)).as("the number is still taken").isTrue();
        CloseHooks.release(pair.descriptor);
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSE, SocketEvent.PRE_CLOSED);
        assertThat(Tracing.TRACKED.get()).isEqualTo(tracked);
    }

    @Test
    void release_withoutClose_isTheCleanersOnlyOnItsThread() throws InterruptedException {
        Thread cleaner = new Thread(() -> CloseHooks.release(pair.descriptor), "Common-Cleaner");
        cleaner.start();
        cleaner.join();
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSED);
        assertThat(c.has(Connection.BY_CLEANER)).isTrue();
        try (Loopback other = Loopback.client()) {
            Connection closedHere = other.connection();
            CloseHooks.release(other.descriptor);
            assertThat(closedHere.has(Connection.BY_CLEANER)).isFalse();
        }
    }

    @Test
    void close_byTheFinalizer_isACollection() throws InterruptedException {
        Thread finalizer = new Thread(pair::closes, "Finalizer");
        finalizer.start();
        finalizer.join();
        assertThat(c.has(Connection.BY_CLEANER)).isTrue();
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSE, SocketEvent.CLOSED);
    }

    @Test
    void close_byAnAsynchronousConnectThatFailed_tellsTheFailureFirst() {
        c.clear(Connection.CONNECTED);
        Connection finishing = LifecycleHooks.finishingConnect(pair.near);
        pair.closes();
        LifecycleHooks.finishedConnect(finishing);
        assertThat(heard.events()).containsExactly(SocketEvent.CONNECT_FAILED, SocketEvent.CLOSE, SocketEvent.CLOSED);
        assertThat(c.finishingConnect).isFalse();
    }

    @Test
    void close_afterAnAsynchronousConnect_isNoFailure() {
        LifecycleHooks.finishedConnect(LifecycleHooks.finishingConnect(pair.near));
        pair.closes();
        assertThat(heard.count(SocketEvent.CONNECT_FAILED)).isZero();
    }

    @Test
    void release_unknownDescriptor_isNothing() {
        try (Loopback other = Loopback.untraced()) {
            CloseHooks.release(other.descriptor);
            CloseHooks.preClose(other.descriptor);
            assertThat(CloseHooks.closeEnter(other.near)).isNull();
        }
        assertThat(heard.events()).isEmpty();
    }

    @Test
    void number_givenAwayBehindOurBack_endsTheOldConnection() {
        LifecycleHooks.opened(pair.descriptor, true);
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSED, SocketEvent.OPENED);
        assertThat(heard.lastStep().connection).isSameAs(c);
        assertThat(pair.connection()).isNotSameAs(c);
        assertThat(Tracing.TRACKED.get()).isEqualTo(tracked + 1);
        CloseHooks.release(pair.descriptor);
    }

    @Test
    void shutdown_bothWays_isToldOnceEach() {
        pair.read(9);
        pair.write(4);
        CloseHooks.shutdownOutputExit(pair.near, CloseHooks.shutdownOutputEnter(pair.near), null);
        assertThat(heard.lastStep().detail).as("bytes read until then").isEqualTo(9);
        CloseHooks.shutdownOutputExit(pair.near, CloseHooks.shutdownOutputEnter(pair.near), null);
        CloseHooks.shutdownInputEnter(pair.near);
        CloseHooks.shutdownInputEnter(pair.near);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.SHUTDOWN_OUTPUT, SocketEvent.SHUTDOWN_INPUT);
    }

    @Test
    void shutdownInput_bytesUnread_areToldWithIt() throws IOException {
        pair.arrive(5);
        CloseHooks.shutdownInputEnter(pair.near);
        assertThat(heard.lastStep().detail).as("unread already").isEqualTo(5);
    }

    @Test
    void shutdownInput_nothingUnread_isToldWithZero() {
        CloseHooks.shutdownInputEnter(pair.near);
        assertThat(heard.lastStep().event).isEqualTo(SocketEvent.SHUTDOWN_INPUT);
        assertThat(heard.lastStep().detail).isZero();
    }

    @Test
    void shutdown_thatThrows_isNoFin() {
        CloseHooks.shutdownOutputExit(
                pair.near, CloseHooks.shutdownOutputEnter(pair.near), new SocketException("Socket is not connected"));
        assertThat(heard.events()).isEmpty();
        assertThat(c.has(Connection.OUTPUT_SHUT)).isFalse();
    }

    @Test
    void shutdown_thatCloseMakes_turnsTheStateButIsNoStepOfTheApplication() {
        c.set(Connection.TLS_CLOSING);
        CloseHooks.shutdownOutputExit(pair.near, CloseHooks.shutdownOutputEnter(pair.near), null);
        CloseHooks.shutdownInputEnter(pair.near);
        assertThat(heard.events()).containsExactly(SocketEvent.SHUTDOWN_OUTPUT, SocketEvent.SHUTDOWN_INPUT);
        assertThat(heard.stepEvents()).isEmpty();
    }

    // --- what the kernel knew ---

    @Test
    void close_nothingUnreadNoFin_isTheFirstCloser() {
        pair.closes();
        assertThat(c.has(Connection.CLOSE_PROBED)).isTrue();
        assertThat(c.has(Connection.FIN_AT_CLOSE | Connection.RST_AT_CLOSE)).isFalse();
        assertThat(c.unreadAtClose()).isZero();
        assertThat(heard.lastStep().detail).isZero();
    }

    @Test
    void close_unreadBytes_areCounted() throws IOException {
        pair.arrive(1234);
        pair.closes();
        assertThat(c.unreadAtClose()).isEqualTo(1234);
        assertThat(heard.lastStep().detail).isEqualTo(1234);
        assertThat(c.has(Connection.FIN_AT_CLOSE)).isFalse();
    }

    @Test
    void close_finBehindUnreadBytes_isSeen() throws IOException {
        pair.arrive(10);
        pair.finArrives();
        pair.closes();
        assertThat(c.has(Connection.FIN_AT_CLOSE)).isTrue();
        assertThat(c.unreadAtClose()).isEqualTo(10);
    }

    @Test
    void close_reset_isSeen() throws IOException {
        pair.resetArrives();
        pair.closes();
        assertThat(c.has(Connection.FIN_AT_CLOSE)).isTrue();
        assertThat(c.has(Connection.RST_AT_CLOSE)).isTrue();
    }

    @Test
    void close_afterOwnShutdownInput_isNotTakenForThePeersFin() throws IOException {
        CloseHooks.shutdownInputEnter(pair.near);
        pair.near.shutdownInput();
        pair.closes();
        assertThat(c.has(Connection.CLOSE_PROBED)).isTrue();
        assertThat(c.has(Connection.FIN_AT_CLOSE)).isFalse();
    }

    @Test
    void close_endOfFileWasRead_asksTheKernelNothing() {
        pair.read(-1);
        pair.closes();
        assertThat(c.has(Connection.FIN_AT_CLOSE))
                .as("though no FIN came in truth")
                .isTrue();
        assertThat(c.unreadAtClose()).isZero();
    }

    @Test
    void close_bytesCameBetweenCloseAndRelease_areCountedWhereTheyMatter() throws IOException {
        Connection closing = CloseHooks.closeEnter(pair.near);
        CloseHooks.closeExit(closing);
        pair.arrive(5);
        CloseHooks.release(pair.descriptor);
        assertThat(c.unreadAtClose()).isEqualTo(5);
    }

    @Test
    void release_neverConnected_asksTheKernelNothing() {
        try (Loopback other = Loopback.untraced()) {
            LifecycleHooks.opened(other.descriptor, true);
            Connection unconnected = other.connection();
            other.closes();
            assertThat(unconnected.has(Connection.CLOSE_PROBED)).isFalse();
            assertThat(unconnected.unreadAtClose()).isEqualTo(-1);
        }
    }
}
