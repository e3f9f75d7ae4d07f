package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the agent's thread finds in /proc before a hook meets it. */
@EnabledOnOs(OS.LINUX)
class OlderSocketsTest {
    private static final long FIRST_LOOK = 77;

    @RegisterExtension
    final Hearing heard = new Hearing();

    @BeforeEach
    void attachLate() {
        Tracing.start(heard, 2, 262_144, true);
    }

    private static @Nullable Connection takeIn(Loopback pair, Role role) throws IOException {
        InetSocketAddress local = (InetSocketAddress) pair.near.getLocalAddress();
        InetSocketAddress remote = (InetSocketAddress) pair.near.getRemoteAddress();
        return OlderSockets.takeIn(
                ConnectionTable.number(pair.descriptor),
                role,
                local.getAddress(),
                local.getPort(),
                remote.getAddress(),
                remote.getPort(),
                FIRST_LOOK);
    }

    private static Connection takenIn(Loopback pair) throws IOException {
        return Objects.requireNonNull(takeIn(pair, Role.CLIENT));
    }

    @Test
    void takenIn_isCountedWithItsEndsAndNoHistory() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            Connection c = takenIn(pair);
            assertThat(heard.events()).containsExactly(SocketEvent.ADOPTED);
            assertThat(Tracing.opened()).isEqualTo(1);
            assertThat(c.has(Connection.ADOPTED) && c.has(Connection.CONNECTED)).isTrue();
            assertThat(c.role).isEqualTo(Role.CLIENT);
            assertThat(c.openedNanos).isEqualTo(FIRST_LOOK);
            assertThat(c.openedThread()).isNull();
            assertThat(c.localPort()).isEqualTo(pair.near.socket().getLocalPort());
            assertThat(c.remotePort()).isEqualTo(pair.near.socket().getPort());
            assertThat(OlderSockets.isUnmet(c)).isTrue();
            assertThat(OlderSockets.isOwnerless(c)).isFalse();
        }
    }

    @Test
    void agentFromTheStart_takesInNothing() throws IOException {
        Tracing.start(heard, 2, 262_144, false);
        try (Loopback pair = Loopback.untraced()) {
            assertThat(takeIn(pair, Role.CLIENT)).isNull();
        }
        assertThat(Tracing.opened()).isZero();
    }

    @Test
    void takenIn_isUsedAndClosedByTheHooks() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            Connection c = takenIn(pair);
            pair.read(5);
            assertThat(c.bytesRead()).isEqualTo(5);
            pair.closes();
            assertThat(heard.events()).containsExactly(SocketEvent.ADOPTED, SocketEvent.CLOSE, SocketEvent.CLOSED);
            assertThat(ConnectionTable.holds(c)).isFalse();
            assertThat(ClosedConnections.find(pair.descriptor)).isSameAs(c);
            assertThat(ClosedConnections.find(new FileDescriptor())).isNull();
        }
    }

    @Test
    void closeThatOnlyTheKernelIsAsked_findsTheDescriptorLater() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            Connection c = takenIn(pair);
            CloseHooks.release(pair.descriptor);
            assertThat(ClosedConnections.find(pair.descriptor)).isSameAs(c);
        }
    }

    @Test
    void firstHookThatShowsTheObject_bindsIt() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            Connection c = takenIn(pair);
            assertThat(SocketHooks.findExact(pair.descriptor)).isSameAs(c);
            assertThat(SocketHooks.findExact(OlderSockets.byNumber(c)))
                    .as("another object of the same number")
                    .isNull();
        }
    }

    @Test
    void boundObjectThatWasCollected_leavesItOwnerless() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            Connection c = takenIn(pair);
            assertThat(SocketHooks.findExact(pair.descriptor)).isSameAs(c);
            Objects.requireNonNull(Objects.requireNonNull(c.anomalies).owner).clear();
            assertThat(OlderSockets.isOwnerless(c)).isTrue();
        }
    }

    @Test
    void hookThatWasQuicker_keepsItsRecord() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            pair.read(1);
            Connection met = pair.connection();
            assertThat(takeIn(pair, Role.CLIENT)).isNull();
            assertThat(pair.connection()).isSameAs(met);
            assertThat(Tracing.opened()).isEqualTo(1);
            assertThat(Tracing.TRACKED.get()).isEqualTo(1);
        }
    }

    @Test
    void takenBack_wasNever() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            Connection c = takenIn(pair);
            OlderSockets.takeBack(c);
            OlderSockets.takeBack(c);
            assertThat(Tracing.opened()).isZero();
            assertThat(Tracing.TRACKED.get()).isZero();
            assertThat(ConnectionTable.isUnknown(c.fd)).isTrue();
        }
    }

    @Test
    void gone_isAClose() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            OlderSockets.gone(takenIn(pair));
            assertThat(heard.events()).containsExactly(SocketEvent.ADOPTED, SocketEvent.CLOSED);
            assertThat(Tracing.TRACKED.get()).isZero();
        }
    }

    @Test
    void kernel_isAskedByTheNumber() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            Connection c = takenIn(pair);
            pair.arrive(7);
            assertThat(KernelCalls.unread(c)).isEqualTo(7);
            assertThat(KernelCalls.info(c) & 0xff).isEqualTo(KernelCalls.ESTABLISHED);
            pair.resetArrives();
            assertThat(KernelCalls.ready(c) & KernelCalls.POLLHUP).isNotZero();
            pair.closes();
            assertThat(KernelCalls.ready(c)).isEqualTo(-1);
        }
    }

    @Test
    void listener_isKnownAndNotCounted() throws IOException {
        try (Loopback pair = Loopback.untraced()) {
            Connection c = Objects.requireNonNull(takeIn(pair, Role.LISTENER));
            assertThat(((ListeningSocket) c).isListening()).isTrue();
            assertThat(Objects.requireNonNull(c.newestStep()).event).isEqualTo(SocketEvent.ADOPTED);
            assertThat(Tracing.opened()).isZero();
            assertThat(heard.events()).isEmpty();
            CloseHooks.release(pair.descriptor);
            assertThat(ConnectionTable.holds(c)).isFalse();
            assertThat(heard.events()).containsExactly(SocketEvent.CLOSED);
            assertThat(Tracing.TRACKED.get()).isZero();
        }
    }

    @Test
    void fullTable_countsItAsUntracked() throws IOException {
        Tracing.start(heard, 2, 0, true);
        try (Loopback pair = Loopback.untraced()) {
            assertThat(takeIn(pair, Role.CLIENT)).isNull();
            assertThat(takeIn(pair, Role.CLIENT)).isNull();
            assertThat(Tracing.untracked()).isEqualTo(1);
            CloseHooks.release(pair.descriptor);
        }
    }
}
