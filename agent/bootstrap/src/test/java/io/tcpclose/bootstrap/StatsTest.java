package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asked with each type of socket that an application may hold. */
@EnabledOnOs(OS.LINUX)
class StatsTest {

    private @Nullable AutoCloseable near;
    private @Nullable SocketChannel far;

    private Object socket = "not connected yet";
    private FileDescriptor descriptor = new FileDescriptor();

    @BeforeEach
    void trace() {
        Tracing.start(new Halves(), 2, 262_144, false);
        StackBudget.refill(20_000);
    }

    @AfterEach
    void disconnect() throws Exception {
        Tracing.stop();
        Tracing.agentThread = null;
        HookErrorsReset.reset();
        if (near != null) near.close();
        if (far != null) far.close();
    }

    private void connect(SocketType type) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress to = (InetSocketAddress) server.getLocalAddress();
            AutoCloseable open = type.open(to);
            near = open;
            far = server.accept();
            socket = type.view(open);
            descriptor = Objects.requireNonNull(Descriptors.of(socket));
        }
    }

    /** As the woven JDK tells it. */
    private void client(SocketType type) throws IOException {
        connect(type);
        LifecycleHooks.opened(descriptor, true);
        LifecycleHooks.connecting(
                descriptor, InetAddress.getLoopbackAddress(), ((InetSocketAddress) peer().getLocalAddress()).getPort());
        LifecycleHooks.connectResult(descriptor, true, null);
    }

    private SocketChannel peer() {
        return Objects.requireNonNull(far);
    }

    private void finArrives() throws IOException {
        peer().shutdownOutput();
        Loopback.await(() -> (KernelCalls.poll(descriptor) & KernelCalls.POLLRDHUP) != 0);
    }

    private void dataArrives() throws IOException {
        peer().write(ByteBuffer.allocate(6));
        Loopback.await(() -> KernelCalls.available(descriptor) == 6);
    }

    private void resetArrives() throws IOException {
        peer().setOption(StandardSocketOptions.SO_LINGER, 0);
        peer().close();
        Loopback.await(() -> (KernelCalls.poll(descriptor) & KernelCalls.POLLHUP) != 0);
    }

    private void shutdownOutput() throws IOException {
        SocketType.shutdownOutput(socket);
        CloseHooks.shutdownOutputExit(socket, CloseHooks.shutdownOutputEnter(socket), null);
    }

    private void shutdownInput() throws IOException {
        CloseHooks.shutdownInputEnter(socket);
        SocketType.shutdownInput(socket);
    }

    private void reads(long n, @Nullable Throwable thrown) {
        SocketHooks.readExit(SocketHooks.readEnter(descriptor), n, thrown, 0, 0);
    }

    private void assertHalves(@Nullable String inbound, @Nullable String outbound) {
        assertThat(Stats.inbound(socket)).as("inbound").isEqualTo(inbound);
        assertThat(Stats.outbound(socket)).as("outbound").isEqualTo(outbound);
    }

    /** Of each line the time and the thread are left out. */
    private List<String> events() {
        return Stats.lifeLine(socket).stream().map(line -> line.split(" ")[1]).toList();
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void open_isOpenWithoutSteps(SocketType type) throws IOException {
        client(type);
        assertHalves("open", "open");
        dataArrives();
        assertHalves("open", "open");
        assertThat(Stats.lifeLine(socket)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void fin_unread_isPendingAndNothingIsTakenOut(SocketType type) throws IOException {
        client(type);
        dataArrives();
        finArrives();
        assertHalves("fin-pending", "open");
        assertThat(KernelCalls.available(descriptor)).isEqualTo(6);
        assertHalves("fin-pending", "open");
        assertThat(events()).as("asking is no step").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void fin_read_isEof(SocketType type) throws IOException {
        client(type);
        finArrives();
        assertHalves("fin-pending", "open");
        reads(-1, null);
        assertHalves("eof", "open");
        assertThat(events()).containsExactly("eof");
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void fin_behindOurOwn_isPendingToo(SocketType type) throws IOException {
        client(type);
        shutdownOutput();
        assertHalves("open", "shut");
        dataArrives();
        finArrives();
        assertHalves("fin-pending", "shut");
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void reset_notReadYet_isReset(SocketType type) throws IOException {
        client(type);
        resetArrives();
        assertHalves("reset", "open");
        assertThat(KernelCalls.poll(descriptor) & KernelCalls.POLLERR)
                .as("left for the reader")
                .isNotZero();
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void reset_read_isReset(SocketType type) throws IOException {
        client(type);
        resetArrives();
        reads(0, new SocketException("Connection reset"));
        assertHalves("reset", "reset");
        assertThat(events()).containsExactly("reset");
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void reset_behindOurFin_isReset(SocketType type) throws IOException {
        client(type);
        shutdownOutput();
        resetArrives();
        assertHalves("reset", "shut");
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void shutdownInput_own_isShut(SocketType type) throws IOException {
        client(type);
        shutdownInput();
        assertHalves("shut", "open");
        finArrives();
        reads(-1, null);
        assertHalves("shut", "open");
        assertThat(events()).containsExactly("shutdown-input");
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void closed_isNull(SocketType type) throws Exception {
        client(type);
        Connection closing = CloseHooks.closeEnter(socket);
        CloseHooks.release(descriptor);
        Objects.requireNonNull(near).close();
        CloseHooks.closeExit(closing);
        assertNothing();
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void untraced_isNull(SocketType type) throws IOException {
        connect(type);
        assertNothing();
    }

    @Test
    void lifeLine_isOldestFirstWithTimeEventAndThread() throws IOException {
        client(SocketType.SOCKET);
        reads(-1, null);
        SocketHooks.writeEnter(descriptor, 0, 0, 0);
        shutdownOutput();
        assertThat(events()).containsExactly("eof", "write-after-eof", "shutdown-output");
        String thread = Thread.currentThread().getName();
        assertThat(Stats.lifeLine(socket))
                .allSatisfy(line -> assertThat(line).matches("\\d+ [a-z-]+ .+").endsWith(" " + thread));
    }

    @Test
    void lifeLine_stepOfTheKernel_hasNoThread() throws IOException {
        client(SocketType.CHANNEL);
        Connection c = Objects.requireNonNull(SocketHooks.findExact(descriptor));
        Tracing.observed(c, SocketEvent.PEER_FIN, c.openedNanos + 7_900_000, 0);
        Tracing.observed(c, SocketEvent.PEER_FIN, c.openedNanos - 1, 0);
        assertThat(Stats.lifeLine(socket)).containsExactly("7 peer-fin -", "0 peer-fin -");
    }

    @Test
    void agentsOwn_isNull() throws IOException {
        Tracing.agentThread = Thread.currentThread();
        client(SocketType.CHANNEL);
        assertNothing();
    }

    @Test
    void listener_isNull() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            LifecycleHooks.listener(Descriptors.of(server));
            socket = server;
            assertNothing();
        }
    }

    @Test
    void tracingOff_isNull() throws IOException {
        client(SocketType.CHANNEL);
        Tracing.stop();
        assertNothing();
    }

    @Test
    void anythingElse_isNull() throws IOException {
        for (Object other : new Object[] {"a string", 7, new Socket(), new FileDescriptor()}) {
            socket = other;
            assertNothing();
        }
        assertThat(Stats.inbound(null)).isNull();
        assertThat(Stats.outbound(null)).isNull();
        assertThat(Stats.lifeLine(null)).isEmpty();
    }

    private void assertNothing() {
        assertHalves(null, null);
        assertThat(Stats.lifeLine(socket)).isEmpty();
    }
}
