package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever core does wrong in an event, the application's socket call goes on as if the agent were not there. */
class ThrowingListenerTest {
    @RegisterExtension
    final Hearing heard = new Hearing();

    private Loopback pair;

    @BeforeEach
    void connect() {
        pair = Loopback.client();
    }

    @AfterEach
    void disconnect() {
        pair.close();
    }

    /** Name, the hook that counts, what comes before, the hook call in which the listener throws. */
    static Stream<Arguments> hooks() {
        Consumer<Loopback> nothing = p -> {};
        Consumer<Loopback> notYet = p -> p.connection().clear(Connection.CONNECTED);
        IOException reset = new SocketException("Connection reset");
        IOException broken = new IOException("Broken pipe");
        return Stream.of(
                hook("opened", Hook.SOCKET, nothing, p -> LifecycleHooks.opened(p.descriptor, true)),
                hook(
                        "accepted",
                        Hook.ACCEPT,
                        nothing,
                        p -> LifecycleHooks.accepted(
                                p.descriptor, InetSocketAddress.createUnresolved("peer", 1), null, Kind.CHANNEL)),
                hook(
                        "connecting",
                        Hook.CONNECT,
                        nothing,
                        p -> LifecycleHooks.connecting(
                                p.descriptor, p.near.socket().getInetAddress(), 1)),
                hook("connected", Hook.CONNECT, nothing, p -> LifecycleHooks.connected(p.near)),
                hook(
                        "connect refused",
                        Hook.CONNECT,
                        notYet,
                        p -> LifecycleHooks.connectResult(p.descriptor, false, new ConnectException("refused"))),
                hook(
                        "connect failed",
                        Hook.CONNECT,
                        notYet,
                        p -> LifecycleHooks.connectFailed(p.near, new SocketException("Closed"))),
                hook("end-of-file", Hook.READ, nothing, p -> p.read(-1)),
                hook("read reset", Hook.READ, nothing, p -> p.readFails(reset)),
                hook("broken pipe", Hook.WRITE, nothing, p -> p.writeFails(broken)),
                hook("write after end-of-file", Hook.WRITE, p -> p.read(-1), p -> p.write(1)),
                hook("write into the dead", Hook.WRITE, ThrowingListenerTest::diedLongAgo, p -> p.write(1)),
                hook("shutdownInput", Hook.SHUTDOWN, nothing, p -> CloseHooks.shutdownInputEnter(p.near)),
                hook(
                        "shutdownOutput",
                        Hook.SHUTDOWN,
                        nothing,
                        p -> CloseHooks.shutdownOutputExit(p.near, CloseHooks.shutdownOutputEnter(p.near), null)),
                hook("close", Hook.CLOSE, nothing, p -> CloseHooks.closeEnter(p.near)),
                hook("close held", Hook.CLOSE, nothing, p -> CloseHooks.closeExit(p.connection())),
                hook("pre-close", Hook.RELEASE, nothing, p -> CloseHooks.preClose(p.descriptor)),
                hook("close(2)", Hook.RELEASE, nothing, p -> CloseHooks.release(p.descriptor)),
                hook(
                        "use after close",
                        Hook.LATE_USE,
                        Loopback::closes,
                        p -> RingHooks.lateUse(p.near, Operation.READ)),
                hook(
                        "read after shutdown",
                        Hook.LATE_USE,
                        ThrowingListenerTest::shutAndRead,
                        p -> RingHooks.readAfterShutdown(p.near)),
                hook("write after shutdown", Hook.LATE_USE, nothing, p -> RingHooks.writeAfterShutdown(p.near)));
    }

    private static Arguments hook(String name, int hook, Consumer<Loopback> before, Consumer<Loopback> call) {
        return Arguments.of(name, hook, before, call);
    }

    private static void diedLongAgo(Loopback pair) {
        pair.writeFails(new IOException("Broken pipe"));
        pair.write(1);
        pair.connection().anomaliesForUpdate().deadNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(2);
    }

    private static void shutAndRead(Loopback pair) {
        CloseHooks.shutdownInputEnter(pair.near);
        RingHooks.readAfterShutdown(pair.near);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hooks")
    void listener_throwing_isCountedAndGoesNoFurther(
            String name, int hook, Consumer<Loopback> before, Consumer<Loopback> call) {
        before.accept(pair);
        Tracing.listener = (connection, event, step) -> {
            throw new AssertionError(event);
        };
        int errors = HookErrors.count(hook);
        assertThatCode(() -> call.accept(pair)).as(name).doesNotThrowAnyException();
        assertThat(HookErrors.count(hook)).as("the listener was reached").isEqualTo(errors + 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hooks")
    void hook_switchedOff_reachesTheListenerNoMore(
            String name, int hook, Consumer<Loopback> before, Consumer<Loopback> call) {
        Connection c = pair.connection();
        before.accept(pair);
        for (int i = 0; i <= HookErrors.LIMIT; i++) HookErrors.record(hook, new IllegalStateException());
        heard.forget();
        call.accept(pair);
        assertThat(heard.events()).as(name).isEmpty();
        assertThat(c.isReading() || c.isWriting()).isFalse();
    }
}
