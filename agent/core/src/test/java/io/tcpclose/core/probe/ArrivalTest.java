package io.tcpclose.core.probe;

import static io.tcpclose.bootstrap.KernelCalls.CLOSE;
import static io.tcpclose.bootstrap.KernelCalls.CLOSE_WAIT;
import static io.tcpclose.bootstrap.KernelCalls.CLOSING;
import static io.tcpclose.bootstrap.KernelCalls.ESTABLISHED;
import static io.tcpclose.bootstrap.KernelCalls.FIN_WAIT_1;
import static io.tcpclose.bootstrap.KernelCalls.FIN_WAIT_2;
import static io.tcpclose.bootstrap.KernelCalls.LAST_ACK;
import static io.tcpclose.bootstrap.KernelCalls.POLLERR;
import static io.tcpclose.bootstrap.KernelCalls.POLLHUP;
import static io.tcpclose.bootstrap.KernelCalls.POLLIN;
import static io.tcpclose.bootstrap.KernelCalls.POLLRDHUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.kernel.Kernel;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArrivalTest {
    @RegisterExtension
    final Books books = new Books();

    private record Answers(int ready, int info) implements Kernel {
        @Override
        public int ready(Connection connection) {
            return ready;
        }

        @Override
        public int info(Connection connection) {
            return info;
        }

        @Override
        public int unread(Connection connection) {
            throw new AssertionError("no unread byte tells of an end");
        }
    }

    private static Connection open() {
        return Books.client().connection();
    }

    private static Connection ownFinIsOut() {
        return Books.client().shutdownOutput(1).connection();
    }

    // --- by poll ---

    static Stream<Arguments> polls() {
        return Stream.of(
                polled("nothing", 0, Arrival.NONE, Arrival.NONE),
                polled("bytes", POLLIN, Arrival.NONE, Arrival.NONE),
                polled("an error, such as of ICMP", POLLERR, Arrival.NONE, Arrival.NONE),
                polled("FIN", POLLIN | POLLRDHUP, Arrival.FIN, Arrival.FIN),
                polled("both ends over", POLLIN | POLLRDHUP | POLLHUP, Arrival.RESET, Arrival.FIN),
                polled("closed in error", POLLIN | POLLERR | POLLRDHUP | POLLHUP, Arrival.RESET, Arrival.FIN),
                polled("hung up only", POLLHUP, Arrival.RESET, Arrival.FIN));
    }

    private static Arguments polled(String what, int ready, Arrival open, Arrival ownFinIsOut) {
        return Arguments.of(what, ready, open, ownFinIsOut);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("polls")
    void poll_answered_decidesAlone(String what, int ready, Arrival open, Arrival ownFinIsOut) {
        Kernel kernel = new Answers(ready, CLOSE_WAIT);
        assertThat(Arrival.of(open(), kernel)).as(what).isEqualTo(open);
        assertThat(Arrival.of(ownFinIsOut(), kernel)).as(what + ", own FIN").isEqualTo(ownFinIsOut);
    }

    // --- by the state of TCP ---

    static Stream<Arguments> states() {
        return Stream.of(
                state(0, Arrival.UNKNOWN, Arrival.UNKNOWN),
                state(ESTABLISHED, Arrival.NONE, Arrival.NONE),
                state(FIN_WAIT_1, Arrival.NONE, Arrival.NONE),
                state(FIN_WAIT_2, Arrival.NONE, Arrival.NONE),
                state(CLOSE, Arrival.RESET, Arrival.FIN),
                state(CLOSE_WAIT, Arrival.FIN, Arrival.FIN),
                state(LAST_ACK, Arrival.FIN, Arrival.FIN),
                state(CLOSING, Arrival.FIN, Arrival.FIN));
    }

    private static Arguments state(int state, Arrival open, Arrival ownFinIsOut) {
        return Arguments.of(state, open, ownFinIsOut);
    }

    @ParameterizedTest
    @MethodSource("states")
    void poll_notPossible_theStateDecides(int state, Arrival open, Arrival ownFinIsOut) {
        Kernel kernel = new Answers(-1, state == 0 ? 0 : state | 4 << 8 | 9 << 16);
        assertThat(Arrival.of(open(), kernel)).isEqualTo(open);
        assertThat(Arrival.of(ownFinIsOut(), kernel)).isEqualTo(ownFinIsOut);
    }

    /** tcp_poll answers every question as after FIN once RCV_SHUTDOWN is set, by whomever. */
    @ParameterizedTest
    @MethodSource("states")
    void ownShutdownInput_whateverPollSays_theStateDecides(int state, Arrival open, Arrival ownFinIsOut) {
        Kernel kernel = new Answers(POLLIN | POLLRDHUP | POLLHUP, state);
        assertThat(Arrival.behindOwnShutdown(open(), kernel)).isEqualTo(open);
        assertThat(Arrival.behindOwnShutdown(ownFinIsOut(), kernel)).isEqualTo(ownFinIsOut);
    }

    // --- whether our own half is open ---

    @ParameterizedTest
    @CsvSource({Connection.OUTPUT_SHUT + ", FIN", Connection.CLOSING + ", FIN", Connection.INPUT_SHUT + ", RESET"})
    void hangUp_ownHalfOnItsWay_isNoReset(int flag, Arrival arrival) {
        Scripted life = Books.client().flags(flag);
        assertThat(Arrival.of(life.connection(), new Answers(POLLHUP, CLOSE))).isEqualTo(arrival);
    }
}
