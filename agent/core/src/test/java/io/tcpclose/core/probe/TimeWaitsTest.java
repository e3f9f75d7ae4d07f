package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.KernelCalls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TimeWaitsTest {
    private static final int TIME_WAIT = 6;
    private static final int DB = 5432;

    @RegisterExtension
    final Books books = new Books();

    private final FakeProc proc;

    TimeWaitsTest(@TempDir Path folder) {
        this.proc = new FakeProc(folder);
    }

    @BeforeEach
    void reading() {
        proc.tables(books.engine());
    }

    private TimeWaits waits() {
        return books.engine().kernel().timeWaits();
    }

    private void report(long millis) {
        books.engine().refresh(Books.nanos(millis), Books.WALL + millis);
    }

    /** Where the rows of {@link FakeProc} lead. */
    private static InetAddress peer(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    @Test
    void rows_inTimeWait_areCountedByTheEndThatStays() {
        proc.row(TIME_WAIT, 40_001, DB, 0, 0).row(TIME_WAIT, 40_002, DB, 0, 0).row(TIME_WAIT, 8080, 50_001, 0, 0);
        report(1);
        assertThat(waits().isKnown()).isTrue();
        assertThat(waits().towards(peer(1), DB)).isEqualTo(2);
        assertThat(waits().atLocalPort(8080)).isEqualTo(1);
    }

    @Test
    void rows_ofAnotherStateAddressOrPort_areNotCounted() {
        proc.row(KernelCalls.FIN_WAIT_2, 40_001, DB, 0, 0).row(TIME_WAIT, 40_002, DB + 1, 0, 0);
        report(1);
        assertThat(waits().towards(peer(1), DB)).isZero();
        assertThat(waits().towards(peer(2), DB + 1)).isZero();
        assertThat(waits().atLocalPort(40_001)).isZero();
    }

    @Test
    void count_beforeAnyReport_isNotKnown() {
        proc.row(TIME_WAIT, 40_001, DB, 0, 0);
        books.passes(5_000, 10_000);
        assertThat(waits().isKnown()).isFalse();
    }

    @Test
    void count_ofAReportBefore_isReplaced() {
        proc.row(TIME_WAIT, 40_001, DB, 0, 0);
        report(1);
        proc.clear();
        report(2);
        assertThat(waits().isKnown()).isTrue();
        assertThat(waits().towards(peer(1), DB)).isZero();
        assertThat(waits().atLocalPort(40_001)).isZero();
    }

    @Test
    void count_readingForAnother_changesNothing() {
        proc.row(TIME_WAIT, 40_001, DB, 0, 0);
        TimeWaits waits = new TimeWaits();
        KernelTables tables = new KernelTables(List.of(waits), Books.INTERVAL);
        tables.tables(proc.net());
        tables.read(Books.START, Books.WALL);
        assertThat(waits.isKnown()).as("nobody asked").isFalse();
        waits.ask();
        tables.read(Books.START, Books.WALL);
        proc.clear().row(TIME_WAIT, 40_001, DB, 0, 0).row(TIME_WAIT, 40_002, DB, 0, 0);
        tables.read(Books.START, Books.WALL);
        assertThat(waits.towards(peer(1), DB)).isEqualTo(1);
    }
}
