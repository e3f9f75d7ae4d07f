package io.tcpclose.core.probe;

import io.tcpclose.core.kernel.ProcNetTcp;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads /proc/net/tcp when somebody has a reason to, and not more often than the time it takes allows: at most one part in
 * twenty of a core.
 */
final class KernelTables {
    private static final int SHARE = 20;

    private final List<TableReader> readers;
    private final long intervalNanos;
    private final LongSupplier clock;
    private @Nullable ProcNetTcp tables;
    private long nextReading = Long.MIN_VALUE;
    private long readings;
    private long truncated;

    KernelTables(List<TableReader> readers, long intervalNanos, LongSupplier clock) {
        this.readers = readers;
        this.intervalNanos = intervalNanos;
        this.clock = clock;
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
        if (urgent || (wanted && due)) read(now, millis);
    }

    /** Now, for a report. */
    void read(long now, long millis) {
        ProcNetTcp source = tables;
        if (source == null) return;
        long start = clock.getAsLong();
        for (TableReader reader : readers) reader.begin(now);
        ProcNetTcp.Scan scan = source.scan(row -> {
            for (TableReader reader : readers) reader.row(row);
        });
        for (TableReader reader : readers) reader.end(now, millis);
        readings++;
        if (scan.truncated()) truncated++;
        nextReading = now + Math.max(intervalNanos, SHARE * (clock.getAsLong() - start));
    }

    long readings() {
        return readings;
    }

    /** Readings that stopped at the most rows that are read: what came behind was not seen. */
    long truncated() {
        return truncated;
    }
}
