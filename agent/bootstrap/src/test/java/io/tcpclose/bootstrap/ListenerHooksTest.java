package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nothing is woven here: the hooks are called by hand, as the woven JDK calls them. */
class ListenerHooksTest {
    private static final InetSocketAddress WANTED = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);

    @RegisterExtension
    final Hearing heard = new Hearing();

    private long opened;
    private int tracked;
    private ServerSocketChannel owner;
    private FileDescriptor descriptor;
    private ListeningSocket listener;

    @BeforeEach
    void open() throws IOException {
        opened = Tracing.opened();
        tracked = Tracing.TRACKED.get();
        owner = ServerSocketChannel.open();
        descriptor = Objects.requireNonNull(Descriptors.of(owner));
        LifecycleHooks.listener(descriptor);
        listener = (ListeningSocket) Objects.requireNonNull(SocketHooks.findExact(descriptor));
    }

    @AfterEach
    void close() throws IOException {
        owner.close();
        assertThat(Tracing.opened()).as("connections").isEqualTo(opened);
        assertThat(Tracing.TRACKED.get()).as("connections").isEqualTo(tracked);
    }

    private void closes() {
        Connection closing = CloseHooks.closeEnter(owner);
        CloseHooks.release(descriptor);
        CloseHooks.closeExit(closing);
    }

    @Test
    void opened_knowsWhoDid_andIsNotBound() {
        assertThat(listener.role).isEqualTo(Role.LISTENER);
        assertThat(listener.openedThread()).isEqualTo(Thread.currentThread().getName());
        assertThat(listener.openedTrace).isInstanceOf(StackMark.class);
        assertThat(listener.isBound() || listener.isListening()).isFalse();
    }

    // --- bind ---

    @Test
    void bind_ofAChannel_listensAtOnce() {
        ListenerHooks.bindExit(owner, WANTED, null);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.LISTENING);
        assertThat(listener.isBound() && listener.isListening()).isTrue();
    }

    @Test
    void bind_ofAServerSocket_listensByACallOfItsOwn() {
        ListenerHooks.boundExit(owner, 8080, null);
        assertThat(listener.isListening()).isFalse();
        ListenerHooks.listenExit(owner, null);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.BOUND, SocketEvent.LISTENING);
        assertThat(listener.isListening()).isTrue();
    }

    @Test
    void bindFailed_keepsPortAndReason_untilABindGoesWell() {
        ListenerHooks.bindExit(owner, WANTED, new BindException("Address already in use"));
        assertThat(heard.lastStep().event).isEqualTo(SocketEvent.BIND_FAILED);
        assertThat(listener.bindFailure()).isEqualTo("Address already in use");
        assertThat(listener.wantedPort()).isEqualTo(8080);
        ListenerHooks.bindExit(owner, null, null);
        assertThat(listener.bindFailure()).isNull();
    }

    @Test
    void bindAgain_refusedByTheJdk_changesNothing() {
        ListenerHooks.bindExit(owner, WANTED, null);
        ListenerHooks.bindExit(owner, WANTED, new AlreadyBoundException());
        ListenerHooks.boundExit(owner, 8080, new IOException("Already bound"));
        ListenerHooks.listenExit(owner, null);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.LISTENING);
        assertThat(listener.bindFailure()).isNull();
    }

    @Test
    void bind_ofAConnection_isNotOurs() {
        try (Loopback pair = Loopback.client()) {
            heard.forget();
            ListenerHooks.boundExit(pair.near, 0, null);
            ListenerHooks.boundExit(pair.near, 0, new BindException("Address already in use"));
            pair.closes();
            assertThat(heard.events()).containsExactly(SocketEvent.CLOSE, SocketEvent.CLOSED);
        }
        Tracing.TRACKED.set(tracked);
        opened = Tracing.opened();
    }

    // --- accept ---

    @Test
    void accept_leavesThreadAndCount_andAStackOnlyWhereAsked() {
        ListenerHooks.acceptExit(owner, "taken", null);
        LastUse first = Objects.requireNonNull(listener.lastUse);
        assertThat(first.trace).isInstanceOf(StackMark.class);
        ListenerHooks.acceptExit(owner, "taken", null);
        assertThat(listener.lastUse).as("nobody has asked again").isSameAs(first);
        assertThat(listener.accepted()).isEqualTo(2);
        assertThat(listener.acceptThread()).isEqualTo(Thread.currentThread().getName());
        assertThat(listener.acceptNanos() - first.nanos).isNotNegative();
        listener.set(Connection.NOTE_USE);
        ListenerHooks.acceptExit(owner, "taken", null);
        assertThat(listener.lastUse).isNotSameAs(first);
    }

    @Test
    void accept_nobodyCameOrInTime_isNothing() {
        ListenerHooks.acceptExit(owner, null, null);
        ListenerHooks.acceptExit(owner, null, new SocketTimeoutException("Accept timed out"));
        assertThat(listener.accepted()).isZero();
        assertThat(listener.acceptThread()).isNull();
        assertThat(listener.acceptFailure()).isNull();
    }

    @Test
    void acceptFailed_keepsTheWordsOfTheJdk() {
        ListenerHooks.acceptExit(owner, null, new IOException("Too many open files"));
        assertThat(listener.acceptFailure()).isEqualTo("Too many open files");
        assertThat(listener.acceptFailureNanos()).isNotZero();
        assertThat(listener.acceptThread()).isEqualTo(Thread.currentThread().getName());
        assertThat(listener.acceptNanos()).isZero();
        ListenerHooks.acceptExit(owner, null, new ClosedChannelException());
        assertThat(listener.acceptFailure()).isEqualTo("java.nio.channels.ClosedChannelException");
        assertThat(listener.accepted()).isZero();
    }

    @Test
    void asyncAccept_namesWhoAsks_andCountsWhatIsTaken() throws IOException {
        try (AsynchronousServerSocketChannel async = AsynchronousServerSocketChannel.open()) {
            FileDescriptor fd = Objects.requireNonNull(Descriptors.of(async));
            LifecycleHooks.listener(fd);
            ListeningSocket l = (ListeningSocket) Objects.requireNonNull(SocketHooks.findExact(fd));
            ListenerHooks.asyncAsks(async);
            assertThat(l.acceptThread()).isEqualTo(Thread.currentThread().getName());
            assertThat(l.acceptNanos()).isZero();
            ListenerHooks.asyncTakes(async);
            assertThat(l.accepted()).isEqualTo(1);
            CloseHooks.release(fd);
        }
    }

    // --- the end ---

    @Test
    void close_plain_isCloseThenClosed() {
        closes();
        closes();
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSE, SocketEvent.CLOSED);
        assertThat(ConnectionTable.holds(listener)).isFalse();
    }

    @Test
    void close_keyNotFlushed_isHeldUntilReleased() {
        CloseHooks.closeExit(CloseHooks.closeEnter(owner));
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSE, SocketEvent.CLOSE_HELD);
        assertThat(ConnectionTable.holds(listener)).isTrue();
        CloseHooks.release(descriptor);
        assertThat(heard.events()).endsWith(SocketEvent.CLOSED);
    }

    @Test
    void close_underABlockedAccept_endsAtThePreClose() {
        Connection closing = CloseHooks.closeEnter(owner);
        CloseHooks.preClose(descriptor);
        CloseHooks.preClose(descriptor);
        CloseHooks.closeExit(closing);
        CloseHooks.release(descriptor);
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSE, SocketEvent.PRE_CLOSED);
        assertThat(ConnectionTable.holds(listener)).isFalse();
    }

    @Test
    void release_byTheCleaner_wasNotClosedByAnybody() throws InterruptedException {
        Thread cleaner = new Thread(() -> CloseHooks.release(descriptor), "Common-Cleaner");
        cleaner.start();
        cleaner.join();
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSED);
        assertThat(listener.has(Connection.BY_CLEANER)).isTrue();
    }

    @Test
    void number_givenAwayUnseen_closesTheStaleListener() {
        LifecycleHooks.listener(descriptor);
        assertThat(heard.events()).containsExactly(SocketEvent.CLOSED);
        CloseHooks.release(descriptor);
    }

    @Test
    void ofTheAgent_tellsNobody() throws IOException {
        Tracing.agentThread(Thread.currentThread());
        try (ServerSocketChannel own = ServerSocketChannel.open()) {
            FileDescriptor fd = Objects.requireNonNull(Descriptors.of(own));
            LifecycleHooks.listener(fd);
            ListenerHooks.bindExit(own, WANTED, null);
            ListenerHooks.acceptExit(own, "taken", null);
            CloseHooks.closeEnter(own);
            CloseHooks.release(fd);
        }
        ListeningSocket own = (ListeningSocket) Objects.requireNonNull(Tracing.lastOwn());
        assertThat(own.isListening()).isTrue();
        assertThat(own.accepted()).isEqualTo(1);
        assertThat(own.has(Connection.CLOSING)).isTrue();
        assertThat(heard.events()).isEmpty();
    }
}
