package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.kernel.TcpRow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KernelTablesTest {
    private static final long MILLI = 1_000_000;

    @RegisterExtension
    final Books books = new Books();

    private final FakeProc proc;
    private final Reader reader = new Reader();
    private final KernelTables tables = new KernelTables(List.of(reader, new Reader()), 10 * MILLI);

    KernelTablesTest(@TempDir Path folder) {
        this.proc = new FakeProc(folder);
    }

    private static final class Reader implements TableReader {
        private boolean wanted;
        private boolean urgent;
        private int begun;
        private int rows;
        private int ended;

        @Override
        public boolean wants(long now) {
            return wanted;
        }

        @Override
        public boolean isUrgent(long now) {
            return urgent;
        }

        @Override
        public void begin(long now) {
            begun++;
        }

        @Override
        public void row(TcpRow row) {
            rows++;
        }

        @Override
        public void end(long now, long millis) {
            ended++;
        }
    }

    private long readingsAfter(long nanos) {
        tables.pass(Books.START + nanos, Books.WALL);
        return tables.readings();
    }

    @Test
    void tables_nobodyWants_areNotRead() {
        tables.tables(proc.net());
        assertThat(readingsAfter(0)).isZero();
        assertThat(reader.begun).isZero();
    }

    @Test
    void tables_notThere_tellNobody() {
        reader.wanted = true;
        assertThat(readingsAfter(0)).isZero();
        assertThat(reader.begun).isZero();
    }

    @Test
    void reading_tellsEachRowBetweenBeginAndEnd() {
        reader.wanted = true;
        tables.tables(proc.crowd(3).net());
        assertThat(readingsAfter(0)).isEqualTo(1);
        assertThat(List.of(reader.begun, reader.rows, reader.ended)).containsExactly(1, 3, 1);
    }

    @Test
    void rest_afterFewRows_isAnInterval() {
        reader.wanted = true;
        tables.tables(proc.crowd(100).net());
        readingsAfter(0);
        assertThat(readingsAfter(10 * MILLI - 1)).isEqualTo(1);
        assertThat(readingsAfter(10 * MILLI)).isEqualTo(2);
    }

    @Test
    void rest_afterManyRows_isInProportionToThem() {
        reader.wanted = true;
        tables.tables(proc.crowd(500).net());
        readingsAfter(0);
        assertThat(readingsAfter(50 * MILLI - 1)).isEqualTo(1);
        proc.crowd(500);
        assertThat(readingsAfter(50 * MILLI)).isEqualTo(2);
        assertThat(readingsAfter(150 * MILLI - 1)).isEqualTo(2);
        assertThat(readingsAfter(150 * MILLI)).isEqualTo(3);
    }

    @Test
    void rest_urgent_isNotKept() {
        reader.urgent = true;
        tables.tables(proc.crowd(500).net());
        readingsAfter(0);
        assertThat(readingsAfter(1)).isEqualTo(2);
    }

    @Test
    void rest_forAReport_isNotKeptButBeginsAnew() {
        reader.wanted = true;
        tables.tables(proc.crowd(500).net());
        readingsAfter(0);
        tables.read(Books.START + 10 * MILLI, Books.WALL);
        assertThat(readingsAfter(59 * MILLI)).isEqualTo(2);
        assertThat(readingsAfter(60 * MILLI)).isEqualTo(3);
    }

    @Test
    void report_beforeTheCostOfTheLastIsMadeUpFor_sharesItsReading() {
        tables.tables(proc.crowd(100).net());
        assertThat(tables.isReportDue(Books.START)).isTrue();
        tables.readForReport(Books.START, Books.WALL);
        assertThat(tables.isReportDue(Books.START - 1))
                .as("asked before, and waited")
                .isFalse();
        assertThat(tables.isReportDue(Books.START + 10 * MILLI - 1)).isFalse();
        assertThat(tables.isReportDue(Books.START + 10 * MILLI)).isTrue();
    }

    @Test
    void report_afterAReadingForAPass_readsForItself() {
        reader.wanted = true;
        tables.tables(proc.crowd(100).net());
        readingsAfter(0);
        assertThat(tables.isReportDue(Books.START + 1))
                .as("a pass counts less than a report")
                .isTrue();
    }

    @Test
    void reading_askedFor_isMadeOnceWhateverTheRest() {
        reader.wanted = true;
        tables.tables(proc.crowd(500).net());
        readingsAfter(0);
        tables.ask();
        assertThat(readingsAfter(1)).isEqualTo(2);
        assertThat(readingsAfter(2)).isEqualTo(2);
    }

    @Test
    void engine_reportsInARow_shareAReading() {
        proc.crowd(1_000).tables(books.engine());
        for (int i = 0; i < 5; i++) books.engine().refresh(Books.nanos(10 + i), Books.WALL);
        assertThat(readings()).isEqualTo(1);
        books.engine().refresh(Books.nanos(110), Books.WALL);
        assertThat(readings()).isEqualTo(2);
    }

    /** And it is of that moment, with what a report wants to know. */
    @Test
    void engine_end_readsOnce() {
        proc.crowd(1_000).tables(books.engine());
        books.engine().refresh(Books.nanos(1), Books.WALL);
        books.end(2);
        books.engine().refresh(Books.nanos(3), Books.WALL);
        assertThat(readings()).isEqualTo(2);
        assertThat(books.engine().kernel().timeWaits().isKnown()).isTrue();
    }

    private long readings() {
        return books.engine().kernel().readings().snapshot().count();
    }

    @Test
    void reading_cutAtTheMostRows_isCounted() {
        tables.tables(proc.crowd(FakeProc.MAX_ROWS).net());
        tables.read(Books.START, Books.WALL);
        assertThat(tables.truncated()).isZero();
        proc.crowd(1);
        tables.read(Books.START, Books.WALL);
        assertThat(tables.truncated()).isEqualTo(1);
        assertThat(reader.rows).isEqualTo(2 * FakeProc.MAX_ROWS);
    }

    @Test
    void engine_report_readsAtOnce() {
        proc.crowd(FakeProc.MAX_ROWS + 1).tables(books.engine());
        books.pass(1);
        assertThat(books.engine().kernel().truncatedReadings()).isZero();
        books.engine().refresh(Books.nanos(2), Books.WALL);
        assertThat(books.engine().kernel().truncatedReadings()).isEqualTo(1);
    }
}
