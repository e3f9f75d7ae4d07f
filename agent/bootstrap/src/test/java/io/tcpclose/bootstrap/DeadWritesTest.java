package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time is moved by dating the death back. */
class DeadWritesTest {
    @RegisterExtension
    final Hearing heard = new Hearing();

    private Loopback pair;
    private Connection c;

    @BeforeEach
    void die() {
        pair = Loopback.client();
        c = pair.connection();
        pair.writeFails(new IOException("Broken pipe"));
        heard.forget();
    }

    @AfterEach
    void disconnect() {
        pair.close();
    }

    private void diedAgo(long millis) {
        c.anomaliesForUpdate().deadNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void firstFailure_inFlight_isNotCounted() {
        assertThat(c.anomaliesForUpdate().deadWrites()).isZero();
    }

    @Test
    void writes_manyWithinASecond_areAClientThatLeft() {
        for (int i = 0; i < 50; i++) pair.write(1);
        assertThat(c.anomaliesForUpdate().deadWrites()).isEqualTo(50);
        assertThat(heard.events()).isEmpty();
    }

    @Test
    void writes_twoOverASecond_areToldOnce() {
        pair.write(1);
        diedAgo(1_100);
        pair.write(1);
        pair.write(1);
        assertThat(heard.stepEvents()).containsExactly(SocketEvent.WRITE_TO_DEAD);
        assertThat(heard.lastStep().detail).isBetween(1_000_000_000L, 10_000_000_000L);
    }

    @Test
    void writes_goOnForLong_areToldOnceMore() {
        pair.write(1);
        diedAgo(1_100);
        pair.write(1);
        diedAgo(10_100);
        pair.write(1);
        pair.write(1);
        assertThat(heard.count(SocketEvent.WRITE_TO_DEAD)).isEqualTo(2);
        assertThat(heard.lastStep().detail).isGreaterThan(10_000_000_000L);
    }

    @Test
    void write_onlyOneHoweverLate_isNotEnough() {
        diedAgo(60_000);
        pair.write(1);
        assertThat(heard.events()).isEmpty();
    }

    @Test
    void writes_twoAfterALongPause_areOneFinding() {
        diedAgo(60_000);
        for (int i = 0; i < 5; i++) pair.write(1);
        assertThat(heard.count(SocketEvent.WRITE_TO_DEAD)).isEqualTo(1);
    }
}
