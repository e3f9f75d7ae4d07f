package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharingTest {
    private static final int MORE_THAN_FOUR = 5;

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

    private static void inNewThreads(int threads, Runnable use) throws InterruptedException {
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(use);
            thread.start();
            thread.join();
        }
    }

    @Test
    void readersAndWriters_unused_areNone() {
        assertThat(pair.connection().readers()).isZero();
        assertThat(pair.connection().writers()).isZero();
        assertThat(pair.connection().anomalies()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "4,4", "5,5", "9,5"})
    void readersAndWriters_distinctThreads_areToldApartUpToFour(int threads, int told) throws InterruptedException {
        inNewThreads(threads, () -> pair.read(1));
        inNewThreads(threads, () -> pair.write(1));
        assertThat(pair.connection().readers()).isEqualTo(told).isLessThanOrEqualTo(MORE_THAN_FOUR);
        assertThat(pair.connection().writers()).isEqualTo(told);
    }

    @Test
    void readers_takingTurns_areCountedOnce() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            pair.read(1);
            inNewThreads(1, () -> pair.read(1));
            pair.read(1);
        }
        assertThat(pair.connection().readers())
                .as("this thread and three others")
                .isEqualTo(4);
    }

    @Test
    void oneThread_forBoth_isOneReaderAndOneWriterWithoutARecord() {
        pair.read(1);
        pair.write(1);
        assertThat(pair.connection().readers()).isEqualTo(1);
        assertThat(pair.connection().writers()).isEqualTo(1);
        assertThat(pair.connection().anomalies()).isNull();
    }
}
