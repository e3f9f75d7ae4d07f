package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestsTest {
    private final Guests guests = new Guests();

    /** The player of all guests here is the test's own thread. */
    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void guest_staysForTheRoundsThatAreKept() {
        Socket socket = arrive();
        guests.beginRound(3);
        guests.beginRound(3);
        assertThat(socket.isClosed()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void guestOfAnOldRound_isClosedAndItsPlayerWoken() {
        Socket old = arrive();
        guests.beginRound(2);
        Socket young = arrive();
        guests.beginRound(2);
        assertThat(old.isClosed()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(young.isClosed()).isFalse();
    }

    @Test
    void guestThatHasLeft_isForgotten() {
        Socket socket = new Socket();
        guests.arrives(socket).close();
        guests.beginRound(1);
        assertThat(socket.isClosed()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private Socket arrive() {
        Socket socket = new Socket();
        guests.arrives(socket);
        return socket;
    }
}
