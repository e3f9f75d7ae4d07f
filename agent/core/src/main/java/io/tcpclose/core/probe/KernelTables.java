package io.tcpclose.core.probe;

import io.tcpclose.core.kernel.ProcNetTcp;
import io.tcpclose.core.ledger.Histogram;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads /proc/net/tcp when somebody has a reason to, and not more often than the time it takes allows: at most one part in
 * twenty of a core.
 */
final class KernelTables {
    /** A row costs the kernel up to 5 microseconds; twenty times that until the next reading. By rows and not by a clock, which also counts the time that others run. */
    private static final long REST_NANOS_A_ROW = 20 * 5_000L;

    private final List<TableReader> readers;
    private final long intervalNanos;
    private @Nullable ProcNetTcp tables;
    private long nextReading = Long.MIN_VALUE;
    private long nextReport = Long.MIN_VALUE;
    private boolean asked;
    private long restNanos;
    private long readings;
    private long truncated;
    private final Histogram times = new Histogram();
    private LongSupplier nanoTime = () -> 0;

    KernelTables(List<TableReader> readers, long intervalNanos) {
        this.readers = readers;
        this.intervalNanos = intervalNanos;
    }

    void tables(ProcNetTcp tables) {
        this.tables = tables;
    }

    /** Once a pass. */
    void pass(long now, long millis) {
        boolean wanted = false;
        boolean urgent = false;
        for (TableReader reader : readers) {
            wanted |= reader.wants(now);
            urgent |= reader.isUrgent(now);
        }
        boolean due = nextReading == Long.MIN_VALUE || now - nextReading >= 0;
        if (asked || urgent || (wanted && due)) read(now, millis);
    }

    /** The next pass reads, whatever the last reading has cost. */
    void ask() {
        asked = true;
    }

    /**
     * Whether a report reads for itself: one that comes before the cost of another's reading is made up for shares
     * that.
     */
    boolean isReportDue(long now) {
        return nextReport == Long.MIN_VALUE || now - nextReport >= 0;
    }

    /** Now, for a report. */
    void readForReport(long now, long millis) {
        read(now, millis);
        nextReport = now + restNanos;
    }

    void read(long now, long millis) {
        ProcNetTcp source = tables;
        if (source == null) return;
        long begin = nanoTime.getAsLong();
        for (TableReader reader : readers) reader.begin(now);
        ProcNetTcp.Scan scan = source.scan(row -> {
            for (TableReader reader : readers) reader.row(row);
        });
        for (TableReader reader : readers) reader.end(now, millis);
        readings++;
        if (scan.truncated()) truncated++;
        asked = false;
        restNanos = REST_NANOS_A_ROW * scan.rows();
        nextReading = now + Math.max(intervalNanos, restNanos);
        times.add(nanoTime.getAsLong() - begin);
    }

    void timedBy(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    Histogram times() {
        return times;
    }

    long readings() {
        return readings;
    }

    /** Readings that stopped at the most rows that are read: what came behind was not seen. */
    long truncated() {
        return truncated;
    }
}
