package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A write into a FIN that nobody has read: the hint makes the writing thread ask, the kernel's answer counts. */
@EnabledOnOs(OS.LINUX)
class FinHintTest extends WithConnection {

    private int told() {
        return heard.count(SocketEvent.WRITE_AFTER_FIN);
    }

    @Test
    void write_hintAndFin_isToldAtItsBeginOnce() throws IOException {
        pair.finArrives();
        c.set(Connection.FIN_HINT);
        SocketHooks.writeEnter(pair.descriptor, 0, 0, 0);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.WRITE_AFTER_FIN);
        assertThat(heard.lastStep().thread).isEqualTo(Thread.currentThread().getName());
        assertThat(heard.lastStep().trace).isInstanceOf(StackMark.class);
        for (int i = 0; i < 5; i++) pair.write(4);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.WRITE_AFTER_FIN);
        assertThat(c.newestStep()).isSameAs(heard.lastStep());
        assertThat(c.has(Connection.WROTE_AFTER_FIN)).isTrue();
        assertThat(c.bytesWritten()).isEqualTo(20);
    }

    @Test
    void write_hintAndFinBehindUnreadData_isTold() throws IOException {
        pair.arrive(10);
        pair.finArrives();
        c.set(Connection.FIN_HINT);
        pair.write(1);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void write_hintOfAnother_isNotTold() {
        c.set(Connection.FIN_HINT);
        pair.write(1);
        assertThat(heard.events()).isEmpty();
        assertThat(c.has(Connection.WROTE_AFTER_FIN)).isFalse();
    }

    @Test
    void write_hintThatCameTooEarly_isToldOnceTheFinIsThere() throws IOException {
        c.set(Connection.FIN_HINT);
        pair.write(1);
        pair.finArrives();
        pair.write(1);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void write_finWithoutHint_isNotAskedFor() throws IOException {
        pair.finArrives();
        pair.write(1);
        assertThat(heard.events()).isEmpty();
    }

    @Test
    void write_hintOfAReset_isNoFin() throws IOException {
        pair.resetArrives();
        c.set(Connection.FIN_HINT);
        pair.write(1);
        assertThat(told()).isZero();
    }

    static Stream<Arguments> explained() {
        return Stream.of(
                flag("own shutdownOutput", Connection.OUTPUT_SHUT),
                flag("own shutdownInput", Connection.INPUT_SHUT),
                flag("end-of-file was read", Connection.EOF_READ),
                flag("it failed before", Connection.DEAD),
                flag("close is under way", Connection.CLOSING),
                flag("TLS close writes", Connection.TLS_CLOSING),
                flag("pre-close by dup2", Connection.PRE_CLOSED));
    }

    private static Arguments flag(String why, int flag) {
        return Arguments.of(why, flag);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("explained")
    void write_hintAndFinUnderAFlagThatExplainsIt_isNotTold(String why, int flag) throws IOException {
        pair.finArrives();
        c.set(Connection.FIN_HINT | flag);
        pair.write(1);
        assertThat(told()).as(why).isZero();
        assertThat(c.has(Connection.WROTE_AFTER_FIN)).as(why).isFalse();
    }

    static Stream<Arguments> explainedByHooks() {
        return Stream.of(
                hook(
                        "shutdownOutput",
                        p -> CloseHooks.shutdownOutputExit(p.near, CloseHooks.shutdownOutputEnter(p.near), null)),
                hook("shutdownInput", p -> CloseHooks.shutdownInputEnter(p.near)),
                hook("end-of-file", p -> p.read(-1)),
                hook("close", p -> CloseHooks.closeEnter(p.near)));
    }

    private static Arguments hook(String why, Consumer<Loopback> before) {
        return Arguments.of(why, before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("explainedByHooks")
    void write_hintAndFinAfterAHookThatExplainsIt_isNotTold(String why, Consumer<Loopback> before) throws IOException {
        pair.finArrives();
        c.set(Connection.FIN_HINT);
        before.accept(pair);
        pair.write(1);
        assertThat(told()).as(why).isZero();
    }

    @Test
    void write_afterFinThenEof_isBothOnceEach() throws IOException {
        pair.finArrives();
        c.set(Connection.FIN_HINT);
        pair.write(1);
        pair.read(-1);
        for (int i = 0; i < 3; i++) pair.write(1);
        assertThat(heard.stepEvents())
                .containsExactly(SocketEvent.WRITE_AFTER_FIN, SocketEvent.EOF, SocketEvent.WRITE_AFTER_EOF);
    }

    private void breaks() {
        pair.writeFails(new IOException("Broken pipe"));
    }

    @Test
    void brokenPipe_thatNothingExplains_tellsThatAFinHadCome() {
        breaks();
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.BROKEN_PIPE);
        assertThat(heard.lastStep().detail).isEqualTo(1);
    }

    /** The peer sends FIN, gets data and resets: the first write passes, the next one fails. */
    @Test
    void brokenPipe_finWrittenInto_isUnexplained() throws IOException {
        pair.finArrives();
        c.set(Connection.FIN_HINT);
        pair.write(1);
        pair.resetArrives();
        breaks();
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.WRITE_AFTER_FIN, SocketEvent.BROKEN_PIPE);
        assertThat(heard.lastStep().detail).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.EOF_READ, Connection.INPUT_SHUT, Connection.FOREIGN_SHUT})
    void brokenPipe_underAFlagThatExplainsIt_tellsNothingMore(int flag) {
        c.set(flag);
        breaks();
        assertThat(heard.count(SocketEvent.BROKEN_PIPE)).isEqualTo(1);
        assertThat(heard.lastStep().event).isEqualTo(SocketEvent.BROKEN_PIPE);
        assertThat(heard.lastStep().detail).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.CLOSING, Connection.TLS_CLOSING, Connection.TLS_ACTS})
    void brokenPipe_ofAWriteThatIsNotTheApplications_isNotToldToIt(int flag) {
        c.set(flag);
        breaks();
        breaks();
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.PEER_RESET);
        assertThat(c.has(Connection.DEAD)).isFalse();
    }

    @Test
    void brokenPipe_afterEofWasRead_isExplained() throws IOException {
        pair.finArrives();
        pair.read(-1);
        breaks();
        assertThat(heard.stepEvents())
                .containsExactly(SocketEvent.EOF, SocketEvent.WRITE_AFTER_EOF, SocketEvent.BROKEN_PIPE);
        assertThat(heard.lastStep().detail).isZero();
    }

    @Test
    void reset_thatNothingExplains_hasNoDetail() {
        pair.readFails(new IOException("Connection reset"));
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.RESET);
        assertThat(heard.lastStep().detail).isZero();
    }

    @Test
    void brokenPipe_whileOurFinIsOut_isAnotherProcessesShutdown() throws IOException {
        pair.near.shutdownOutput();
        Loopback.await(() -> KernelCalls.ownFinIsOut(c));
        breaks();
        breaks();
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.FOREIGN_SHUTDOWN);
        assertThat(c.has(Connection.DEAD)).isFalse();
    }
}
