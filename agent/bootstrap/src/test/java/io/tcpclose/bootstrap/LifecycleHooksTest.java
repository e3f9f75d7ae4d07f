package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LifecycleHooksTest {
    @RegisterExtension
    final Hearing heard = new Hearing();

    @Test
    void client_connected_isToldAndDescribed() {
        long opened = Tracing.opened();
        try (Loopback pair = Loopback.client()) {
            Connection c = pair.connection();
            assertThat(heard.events())
                    .containsExactly(SocketEvent.OPENED, SocketEvent.CONNECTING, SocketEvent.CONNECTED);
            assertThat(heard.stepEvents())
                    .as("what every connection does takes no place")
                    .isEmpty();
            assertThat(c.role).isEqualTo(Role.CLIENT);
            assertThat(c.has(Connection.CONNECTED)).isTrue();
            assertThat(c.connectedNanos()).isNotZero();
            assertThat(c.remotePort()).isEqualTo(pair.near.socket().getPort());
            assertThat(c.remoteAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            assertThat(c.openedThread()).isEqualTo(Thread.currentThread().getName());
            assertThat(Tracing.opened()).isEqualTo(opened + 1);
        }
    }

    @Test
    void connect_inProgress_isNoResultYet() {
        try (Loopback pair = Loopback.untraced()) {
            LifecycleHooks.opened(pair.descriptor, true);
            LifecycleHooks.connectResult(pair.descriptor, false, null);
            assertThat(heard.events()).containsExactly(SocketEvent.OPENED);
        }
    }

    @Test
    void connect_failed_isToldOnceWithItsReason() {
        try (Loopback pair = Loopback.untraced()) {
            LifecycleHooks.opened(pair.descriptor, true);
            LifecycleHooks.connectResult(pair.descriptor, false, new ConnectException("Connection refused"));
            LifecycleHooks.connectFailed(pair.near, new SocketTimeoutException("Connect timed out"));
            assertThat(heard.stepEvents()).containsExactly(SocketEvent.CONNECT_FAILED);
            assertThat(heard.lastStep().detail).isEqualTo(ConnectFailure.REFUSED);
            assertThat(pair.connection().connectFailure()).isEqualTo(ConnectFailure.REFUSED);
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused"), ConnectFailure.REFUSED),
                Arguments.of(new ConnectException("Connection timed out"), ConnectFailure.TIMEOUT),
                Arguments.of(new SocketTimeoutException("Connect timed out"), ConnectFailure.TIMEOUT),
                Arguments.of(new ConnectException("Network is unreachable"), ConnectFailure.UNREACHABLE),
                Arguments.of(new NoRouteToHostException("No route to host"), ConnectFailure.UNREACHABLE),
                Arguments.of(new SocketException("Closed by interrupt"), ConnectFailure.OTHER),
                Arguments.of(new IOException(), ConnectFailure.OTHER));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failure_ofTheJdk_isNamed(Throwable thrown, int reason) {
        assertThat(ConnectFailure.of(thrown)).isEqualTo((byte) reason);
    }

    @Test
    void accepted_socketImpl_isAServersConnection() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            LifecycleHooks.accepted("no listener", impl(accepted));
            Connection c = Objects.requireNonNull(SocketHooks.findExact(Descriptors.of(accepted)));
            assertThat(heard.events()).containsExactly(SocketEvent.ACCEPTED);
            assertThat(c.role).isEqualTo(Role.SERVER);
            assertThat(c.kind).isEqualTo(Kind.SOCKET);
            assertThat(c.localPort()).isEqualTo(server.getLocalPort());
            assertThat(c.remotePort()).isEqualTo(client.getLocalPort());
            assertThat(c.remoteAddress()).isEqualTo(client.getLocalAddress());
            assertThat(c.has(Connection.CONNECTED)).isTrue();
        }
    }

    private static Object impl(Socket socket) {
        jdk.internal.misc.Unsafe unsafe = jdk.internal.misc.Unsafe.getUnsafe();
        return unsafe.getReference(socket, unsafe.objectFieldOffset(Socket.class, "impl"));
    }

    @Test
    void accepted_channel_hasBothEnds() {
        try (Loopback pair = Loopback.untraced()) {
            InetSocketAddress remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), 65_535);
            InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
            LifecycleHooks.accepted(pair.descriptor, remote, local, Kind.ASYNC);
            Connection c = pair.connection();
            assertThat(c.remotePort()).isEqualTo(65_535);
            assertThat(c.localPort()).isEqualTo(40_000);
            assertThat(c.kind).isEqualTo(Kind.ASYNC);
            assertThat(c.role).isEqualTo(Role.SERVER);
        }
    }

    @Test
    void unixDomainDatagramAndNothing_areNoConnections() {
        try (Loopback pair = Loopback.untraced()) {
            LifecycleHooks.accepted(pair.descriptor, UnixDomainSocketAddress.of("/none"), null, Kind.CHANNEL);
            LifecycleHooks.opened(pair.descriptor, false);
            LifecycleHooks.opened(null, true);
            LifecycleHooks.listener(null);
            LifecycleHooks.accepted("no listener", "not a SocketImpl");
            assertThat(SocketHooks.findExact(pair.descriptor)).isNull();
            assertThat(heard.events()).isEmpty();
        }
    }

    @Test
    void localAddress_isSharedBetweenConnections() throws IOException {
        try (Loopback one = Loopback.client();
                Loopback two = Loopback.client()) {
            LifecycleHooks.localAddress(one.descriptor, (InetSocketAddress) one.near.getLocalAddress());
            LifecycleHooks.localAddress(two.descriptor, (InetSocketAddress) two.near.getLocalAddress());
            LifecycleHooks.localAddress(two.descriptor, null);
            assertThat(one.connection().localPort()).isEqualTo(one.near.socket().getLocalPort());
            assertThat(two.connection().localPort()).isEqualTo(two.near.socket().getLocalPort());
            assertThat(one.connection().localAddress())
                    .isSameAs(two.connection().localAddress());
        }
    }

    @Test
    void kind_ofItsOwner_isKept() throws IOException {
        try (AsynchronousSocketChannel async = AsynchronousSocketChannel.open()) {
            FileDescriptor descriptor = Objects.requireNonNull(Descriptors.of(async));
            LifecycleHooks.opened(descriptor, true);
            LifecycleHooks.kind(async, Kind.ASYNC);
            LifecycleHooks.connected(async);
            Connection c = Objects.requireNonNull(SocketHooks.findExact(descriptor));
            assertThat(c.kind).isEqualTo(Kind.ASYNC);
            assertThat(heard.events()).containsExactly(SocketEvent.OPENED, SocketEvent.CONNECTED);
        }
    }

    @Test
    void listener_isNoConnection() {
        long opened = Tracing.opened();
        try (Loopback pair = Loopback.untraced()) {
            LifecycleHooks.listener(pair.descriptor);
            assertThat(pair.connection().role).isEqualTo(Role.LISTENER);
            LifecycleHooks.connectFailed(pair.near, new SocketTimeoutException("Accept timed out"));
            pair.closes();
            assertThat(SocketHooks.findExact(pair.descriptor)).isNull();
        }
        assertThat(heard.events()).doesNotContain(SocketEvent.OPENED, SocketEvent.CONNECT_FAILED);
        assertThat(Tracing.opened()).isEqualTo(opened);
    }

    @Test
    void agentsThread_itsSocketsAreInvisible() {
        Tracing.agentThread(Thread.currentThread());
        long opened = Tracing.opened();
        int tracked = Tracing.TRACKED.get();
        try (Loopback pair = Loopback.client()) {
            assertThat(pair.connection().role).isEqualTo(Role.OWN);
            pair.write(1);
            pair.read(-1);
            pair.closes();
        }
        assertThat(heard.events()).isEmpty();
        assertThat(Tracing.opened()).isEqualTo(opened);
        assertThat(Tracing.TRACKED.get()).isEqualTo(tracked);
    }

    @Test
    void ownThreads_whatTheyOpenAndAcceptIsInvisible() throws InterruptedException {
        ThreadGroup group = new ThreadGroup("own");
        Tracing.ownThreads(group);
        long opened = Tracing.opened();
        List<Role> roles = rolesOf(group);
        assertThat(roles).containsExactly(Role.OWN, Role.OWN, Role.OWN);
        assertThat(heard.events()).isEmpty();
        assertThat(Tracing.opened()).isEqualTo(opened);
        assertThat(Tracing.lastOwn()).as("of the agent's thread only").isNull();
    }

    @Test
    void ownThreads_ofAnotherGroupAreSeen() throws InterruptedException {
        ThreadGroup group = new ThreadGroup("own");
        Tracing.ownThreads(group);
        assertThat(rolesOf(new ThreadGroup("others"))).containsExactly(Role.CLIENT, Role.SERVER, Role.LISTENER);
    }

    /** Of what one thread of this group connects, accepts, and listens on. */
    private static List<Role> rolesOf(ThreadGroup group) throws InterruptedException {
        List<Role> roles = new CopyOnWriteArrayList<>();
        Thread thread = new Thread(group, () -> {
            try (Loopback client = Loopback.client();
                    Loopback server = Loopback.untraced();
                    Loopback listener = Loopback.untraced()) {
                InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
                LifecycleHooks.accepted(server.descriptor, address, address, Kind.CHANNEL);
                LifecycleHooks.listener(listener.descriptor);
                for (Loopback pair : List.of(client, server, listener)) {
                    roles.add(pair.connection().role);
                    pair.closes();
                }
            }
        });
        thread.start();
        thread.join();
        return roles;
    }

    @Test
    void room_usedUp_countsUntrackedAndTakesTheNextAfterAClose() {
        Tracing.start(heard, 2, Tracing.TRACKED.get() + 1, false);
        long untracked = Tracing.untracked();
        try (Loopback one = Loopback.client();
                Loopback two = Loopback.client();
                Loopback three = Loopback.untraced()) {
            assertThat(SocketHooks.findExact(two.descriptor)).isNull();
            assertThat(Tracing.untracked()).isEqualTo(untracked + 1);
            two.closes();
            one.closes();
            LifecycleHooks.opened(three.descriptor, true);
            assertThat(three.connection().role).isEqualTo(Role.UNKNOWN);
            three.closes();
        }
    }

    @Test
    void killSwitch_afterIt_nothingIsFoundOrTold() {
        try (Loopback pair = Loopback.client()) {
            heard.forget();
            Tracing.stop();
            assertThat(SocketHooks.readEnter(pair.descriptor)).isNull();
            LifecycleHooks.opened(pair.descriptor, true);
            pair.closes();
            assertThat(SocketHooks.findExact(pair.descriptor)).isNull();
            assertThat(heard.events()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("stackSettings")
    void stacks_asSet_areTaken(int stacks, boolean opening, boolean steps) {
        Tracing.stacks(stacks);
        try (Loopback pair = Loopback.client()) {
            assertThat(pair.connection().openedTrace != null).isEqualTo(opening);
            CloseHooks.closeEnter(pair.near);
            assertThat(heard.lastStep().trace != null).isEqualTo(steps);
        }
    }

    static Stream<Arguments> stackSettings() {
        return Stream.of(Arguments.of(0, false, false), Arguments.of(1, true, false), Arguments.of(2, true, true));
    }

    @Test
    void stacks_budgetUsedUp_areSampledAndCounted() {
        StackBudget.refill(1);
        long refused = StackBudget.refused();
        try (Loopback pair = Loopback.client()) {
            assertThat(pair.connection().openedTrace).isInstanceOf(StackMark.class);
            CloseHooks.closeEnter(pair.near);
            assertThat(heard.lastStep().trace).isNull();
            assertThat(StackBudget.refused()).isEqualTo(refused + 1);
        }
    }
}
