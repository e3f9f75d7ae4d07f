package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadWriteHooksTest extends WithConnection {

    @Test
    void bytes_bothDirections_areCounted() {
        pair.read(100);
        pair.read(1);
        pair.write(7);
        assertThat(c.bytesRead()).isEqualTo(101);
        assertThat(c.bytesWritten()).isEqualTo(7);
        assertThat(heard.events()).isEmpty();
    }

    @Test
    void bytes_ioStatusAndFailures_countForNothing() {
        for (long status : new long[] {0, -2, -3}) {
            pair.read(status);
            pair.write(status);
        }
        pair.readFails(new IOException("Resource temporarily unavailable"));
        assertThat(c.bytesRead()).isZero();
        assertThat(c.bytesWritten()).isZero();
        assertThat(heard.events()).isEmpty();
    }

    @Test
    void operation_whileItRuns_isSeen() {
        Connection reading = SocketHooks.readEnter(pair.descriptor);
        assertThat(c.isReading()).isTrue();
        assertThat(c.isWriting()).isFalse();
        SocketHooks.readExit(reading, 1, null, 0, 0);
        assertThat(c.isReading()).isFalse();
        Connection writing = SocketHooks.writeEnter(pair.descriptor, 0, 0, 0);
        assertThat(c.isWriting()).isTrue();
        SocketHooks.writeExit(writing, 0, broken());
        assertThat(c.isWriting()).isFalse();
    }

    @Test
    void descriptor_unknown_isNobodysConnection() throws IOException {
        try (Loopback other = Loopback.untraced()) {
            assertThat(SocketHooks.readEnter(other.descriptor)).isNull();
            assertThat(SocketHooks.writeEnter(other.descriptor, 0, 0, 0)).isNull();
        }
        SocketHooks.readExit(null, -1, null, 0, 0);
        SocketHooks.writeExit(null, 0, broken());
        assertThat(heard.events()).isEmpty();
    }

    @Test
    void read_minusOne_isThePeersFinOnce() {
        pair.write(12);
        pair.read(-1);
        pair.read(-1);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.EOF);
        assertThat(heard.lastStep().detail).as("bytes written until then").isEqualTo(12);
        assertThat(c.lastUse).as("who read it").isNotNull();
    }

    static Stream<Arguments> falseEnds() {
        return Stream.of(
                end("own shutdownInput", p -> CloseHooks.shutdownInputEnter(p.near)),
                end("close is under way", p -> CloseHooks.closeEnter(p.near)),
                end("pre-close by dup2", p -> CloseHooks.preClose(p.descriptor)),
                end("TLS close drains", p -> p.connection().set(Connection.TLS_CLOSING)),
                end("reset was read", p -> p.readFails(reset())),
                end("broken pipe was written", p -> p.writeFails(broken())));
    }

    private static IOException reset() {
        return new SocketException("Connection reset");
    }

    private static IOException broken() {
        return new IOException("Broken pipe");
    }

    private static Arguments end(String why, Consumer<Loopback> before) {
        return Arguments.of(why, before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("falseEnds")
    void read_minusOneForAnotherReason_isNoFin(String why, Consumer<Loopback> before) {
        before.accept(pair);
        pair.read(-1);
        assertThat(heard.count(SocketEvent.EOF)).as(why).isZero();
        assertThat(c.has(Connection.EOF_READ)).isFalse();
    }

    @Test
    void reset_readOrWritten_isToldOnce() {
        pair.readFails(reset());
        pair.readFails(reset());
        pair.writeFails(new IOException("Connection reset by peer"));
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.RESET);
        assertThat(c.has(Connection.DEAD)).isTrue();
    }

    @Test
    void brokenPipe_withoutOwnFin_isThePeersReset() {
        pair.writeFails(broken());
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.BROKEN_PIPE);
        assertThat(c.has(Connection.DEAD)).isTrue();
    }

    @Test
    void brokenPipe_afterOwnFin_isAUseAfterShutdownToldOnce() {
        CloseHooks.shutdownOutputExit(pair.near, CloseHooks.shutdownOutputEnter(pair.near), null);
        for (int i = 0; i < 20; i++) pair.writeFails(broken());
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.SHUTDOWN_OUTPUT, SocketEvent.USE_AFTER_SHUTDOWN);
        assertThat(heard.lastStep().detail).isEqualTo(Operation.WRITE);
        assertThat(c.has(Connection.DEAD)).isFalse();
    }

    @Test
    void brokenPipe_ofAWriteThatCloseMakes_isNobodysMistake() {
        CloseHooks.shutdownOutputExit(pair.near, CloseHooks.shutdownOutputEnter(pair.near), null);
        CloseHooks.closeEnter(pair.near);
        pair.writeFails(broken());
        assertThat(heard.count(SocketEvent.USE_AFTER_SHUTDOWN)).isZero();
    }

    @Test
    void failure_afterPreClose_saysNothingOfThePeer() {
        CloseHooks.preClose(pair.descriptor);
        pair.readFails(reset());
        pair.writeFails(broken());
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.PRE_CLOSED);
    }

    @Test
    void write_afterEndOfFile_isToldAtItsBeginOnce() {
        pair.read(-1);
        SocketHooks.writeEnter(pair.descriptor, 0, 0, 0);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.EOF, SocketEvent.WRITE_AFTER_EOF);
        pair.write(5);
        assertThat(heard.count(SocketEvent.WRITE_AFTER_EOF)).isEqualTo(1);
    }

    @Test
    void write_afterOwnFinAndEndOfFile_isNoWriteAfterEof() {
        CloseHooks.shutdownOutputExit(pair.near, CloseHooks.shutdownOutputEnter(pair.near), null);
        pair.read(-1);
        pair.writeFails(broken());
        assertThat(heard.count(SocketEvent.WRITE_AFTER_EOF)).isZero();
    }

    @Test
    void write_thatCloseMakes_isNeitherLateNorIntoTheDead() {
        pair.read(-1);
        CloseHooks.closeEnter(pair.near);
        pair.write(3);
        assertThat(heard.count(SocketEvent.WRITE_AFTER_EOF)).isZero();
        c.set(Connection.DEAD);
        c.anomaliesForUpdate().deadNanos = 0;
        pair.write(3);
        assertThat(c.anomaliesForUpdate().deadWrites()).isZero();
    }

    @Test
    void lastUse_asked_isLeftByTheNextOperationOnly() {
        assertThat(c.lastUse).isNull();
        c.set(Connection.NOTE_USE);
        pair.read(1);
        LastUse first = Objects.requireNonNull(c.lastUse);
        assertThat(first.thread).isEqualTo(Thread.currentThread().getName());
        assertThat(first.get()).isSameAs(Thread.currentThread());
        assertThat(first.trace).isInstanceOf(StackMark.class);
        pair.write(1);
        assertThat(c.lastUse).isSameAs(first);
        c.set(Connection.NOTE_USE);
        pair.write(1);
        assertThat(c.lastUse).isNotSameAs(first);
    }

    @ParameterizedTest
    @MethodSource("fewerStacks")
    void lastUse_withoutStacksOfSteps_hasNone(int stacks) {
        Tracing.stacks(stacks);
        c.set(Connection.NOTE_USE);
        pair.read(1);
        assertThat(Objects.requireNonNull(c.lastUse).trace).isNull();
    }

    static List<Integer> fewerStacks() {
        return List.of(0, 1);
    }
}
