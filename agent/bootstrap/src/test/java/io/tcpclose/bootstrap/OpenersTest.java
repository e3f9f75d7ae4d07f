package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenersTest {
    private static final int PORT = 40_000;
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_001);

    @RegisterExtension
    final Hearing heard = new Hearing();

    private ServerSocketChannel server;
    private FileDescriptor listening;
    private Connection listener;
    private Loopback pair;

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open();
        listening = Objects.requireNonNull(Descriptors.of(server));
        LifecycleHooks.listener(listening);
        LifecycleHooks.localAddress(listening, new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
        listener = Objects.requireNonNull(SocketHooks.findExact(listening));
        pair = Loopback.untraced();
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
        server.close();
    }

    private Connection accepted(int port) {
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        LifecycleHooks.accepted(pair.descriptor, PEER, local, Kind.ASYNC);
        return pair.connection();
    }

    private StackMark mark(Connection c) {
        assertThat(c.openedTrace).isInstanceOf(StackMark.class);
        return (StackMark) Objects.requireNonNull(c.openedTrace);
    }

    private int number() {
        return ConnectionTable.number(listening);
    }

    // --- listeners ---

    @Test
    void accepted_byAListeningChannel_knowsItsListener() {
        Connection c = accepted(PORT);
        StackMark own = mark(c);
        assertThat(own.listener()).isNull();
        Openers.accepted(listening, pair.descriptor);
        assertThat(c.openedTrace).isSameAs(own);
        assertThat(own.listener()).isSameAs(listener);
    }

    @Test
    void accepted_resolvedMeanwhile_isMarkedAnew() {
        Connection c = accepted(PORT);
        c.openedTrace = "a site";
        Openers.accepted(listening, pair.descriptor);
        assertThat(mark(c).listener()).isSameAs(listener);
    }

    @Test
    void accepted_withoutStack_staysWithout() {
        Tracing.stacks(0);
        Connection c = accepted(PORT);
        Openers.accepted(listening, pair.descriptor);
        assertThat(c.openedTrace).isNull();
    }

    @Test
    void accepted_byWhatIsNoListener_isLeftAlone() {
        try (Loopback other = Loopback.client()) {
            Connection c = accepted(PORT);
            Openers.accepted(other.descriptor, pair.descriptor);
            Openers.accepted(listening, other.descriptor);
            assertThat(mark(c).listener()).isNull();
            assertThat(mark(other.connection()).listener())
                    .as("a client's connection came from no listener")
                    .isNull();
        }
    }

    // --- asynchronous accepts ---

    @Test
    void acceptBegins_again_leavesTheFirstStack() {
        Openers.acceptBegins(listening);
        Object first = Objects.requireNonNull(listener.anomalies()).acceptTrace;
        assertThat(first).isInstanceOf(StackMark.class);
        Openers.acceptBegins(listening);
        assertThat(Objects.requireNonNull(listener.anomalies()).acceptTrace).isSameAs(first);
    }

    @Test
    void acceptedAsynchronously_isOpenedByTheFirstAccept() {
        Openers.acceptBegins(listening);
        Connection c = accepted(PORT);
        Openers.acceptedAsynchronously(number(), pair.descriptor);
        assertThat(c.openedTrace).isSameAs(Objects.requireNonNull(listener.anomalies()).acceptTrace);
        assertThat(mark(c).listener())
                .as("where that stack has nobody, the listener's has")
                .isSameAs(listener);
    }

    @Test
    void acceptedAsynchronously_stacksOfTheAcceptUsedUp_knowsItsListener() {
        StackBudget.refill(0);
        Openers.acceptBegins(listening);
        assertThat(listener.anomalies()).isNull();
        StackBudget.refill(1);
        Connection c = accepted(PORT);
        Openers.acceptedAsynchronously(number(), pair.descriptor);
        assertThat(mark(c).listener()).isSameAs(listener);
    }

    @Test
    void acceptedAsynchronously_numberOfAnother_isLeftAlone() {
        Openers.acceptBegins(listening);
        Connection c = accepted(PORT + 1);
        Openers.acceptedAsynchronously(number(), pair.descriptor);
        Openers.acceptedAsynchronously(-1, pair.descriptor);
        assertThat(mark(c).listener()).isNull();
    }

    @Test
    void acceptBegins_ofTheAgentItself_leavesNothing() {
        Tracing.agentThread(Thread.currentThread());
        LifecycleHooks.listener(listening);
        Openers.acceptBegins(listening);
        assertThat(Objects.requireNonNull(SocketHooks.findExact(listening)).anomalies())
                .isNull();
    }

    // --- requests ---

    @Test
    void openedFor_aRequest_isOpenedByWhoMadeIt() throws Exception {
        Object request = new Object();
        Thread caller = new Thread(() -> Openers.requested(request), "caller");
        caller.start();
        caller.join();
        try (Loopback client = Loopback.client()) {
            Connection c = client.connection();
            HttpRequests.Request made = Objects.requireNonNull(HttpRequests.of(request));
            Openers.openedFor(c, made);
            assertThat(c.openedTrace).isSameAs(made.mark);
            assertThat(c.openedThread()).isEqualTo("caller");
        }
    }

    @Test
    void requestConnects_whatIsNoExchange_isLeftAlone() {
        try (Loopback client = Loopback.client()) {
            Object before = client.connection().openedTrace;
            Openers.requested(this);
            Openers.requestConnects(this, client.near);
            Openers.requestConnects(null, client.near);
            assertThat(client.connection().openedTrace).isSameAs(before);
            assertThat(HookErrors.total()).isZero();
        }
    }
}
