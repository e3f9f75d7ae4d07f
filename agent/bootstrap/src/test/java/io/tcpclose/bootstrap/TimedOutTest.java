package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ETIMEDOUT of a read or write: the kernel has given the connection up. A timeout that the application has set is none. */
class TimedOutTest extends WithConnection {
    /** As the dispatchers and NioSocketImpl throw it. */
    static Stream<IOException> givenUp() {
        return Stream.of(new IOException("Connection timed out"), new SocketException("Connection timed out"));
    }

    @ParameterizedTest
    @MethodSource("givenUp")
    void read_ofAConnectionGivenUp_isTimedOut(IOException thrown) {
        pair.readFails(thrown);
        assertThat(c.has(Connection.TIMED_OUT)).isTrue();
        assertThat(c.has(Connection.DEAD)).as("no RST came").isFalse();
        assertThat(heard.events()).containsExactly(SocketEvent.GIVEN_UP);
    }

    @ParameterizedTest
    @MethodSource("givenUp")
    void write_intoAConnectionGivenUp_isTimedOut(IOException thrown) {
        pair.writeFails(thrown);
        assertThat(c.has(Connection.TIMED_OUT)).isTrue();
        assertThat(c.has(Connection.DEAD)).isFalse();
    }

    static Stream<IOException> others() {
        return Stream.of(
                new SocketTimeoutException("Read timed out"),
                new SocketTimeoutException(),
                new SocketException("Socket closed"),
                new IOException("Connection reset by peer"),
                new IOException());
    }

    @ParameterizedTest
    @MethodSource("others")
    void read_thatFailsOtherwise_isNotTimedOut(IOException thrown) {
        pair.readFails(thrown);
        assertThat(c.has(Connection.TIMED_OUT)).isFalse();
    }

    @Test
    void read_underADup2_tellsNothing() {
        c.set(Connection.PRE_CLOSED);
        pair.readFails(new IOException("Connection timed out"));
        assertThat(c.has(Connection.TIMED_OUT)).isFalse();
    }
}
