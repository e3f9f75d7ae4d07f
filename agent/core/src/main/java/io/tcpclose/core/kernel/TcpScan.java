package io.tcpclose.core.kernel;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** One pass over the two socket tables. */
final class TcpScan {
    /** The kernel prints at most some 250 bytes a row (net/ipv6/tcp_ipv6.c, get_tcp6_sock). */
    private static final long MAX_ROW_BYTES = 512;

    private static final long SPARE_BYTES = 1 << 16;

    /** Up to this size FileInputStream reads through the stack; /proc gives one page at a time anyway. */
    private static final int BUFFER_BYTES = 8192;

    private final Consumer<TcpRow> visitor;
    private final int maxRows;
    private final TcpRow row;
    private final RowCursor cursor = new RowCursor();
    private int rows;
    private int malformed;
    private boolean truncated;
    private boolean readable;

    TcpScan(Consumer<TcpRow> visitor, int maxRows, ByteOrder order) {
        this.visitor = visitor;
        this.maxRows = maxRows;
        this.row = new TcpRow(order);
    }

    void read(File file, boolean v6) {
        try (InputStream in = RegularFile.open(file)) {
            read(new LineReader(in, BUFFER_BYTES, maxRows * MAX_ROW_BYTES + SPARE_BYTES), v6);
        } catch (IOException e) {
            // Not opened: as if it were not there. A failure after that is noted by the lines.
        }
    }

    void read(LineReader lines, boolean v6) {
        if (lines.next()) {
            header(lines, v6);
        }
        truncated |= lines.brokeOff();
    }

    private void header(LineReader lines, boolean v6) {
        if (isHeader(lines)) {
            readable = true;
            rows(lines, v6);
        } else {
            malformed++;
        }
    }

    private boolean isHeader(LineReader lines) {
        cursor.on(lines);
        cursor.blanks();
        cursor.expect('s');
        cursor.expect('l');
        cursor.blanks();
        return lines.isWhole() && !cursor.isBroken();
    }

    private void rows(LineReader lines, boolean v6) {
        while (lines.next()) {
            if (rows == maxRows) {
                truncated = true;
                return;
            }
            row(lines, v6);
        }
    }

    private void row(LineReader lines, boolean v6) {
        cursor.on(lines);
        // Without its newline a row may lack digits of its last number.
        if (lines.isWhole() && row.read(cursor, v6)) {
            rows++;
            visitor.accept(row);
        } else {
            malformed++;
        }
    }

    ProcNetTcp.Scan result() {
        return new ProcNetTcp.Scan(rows, truncated, malformed, readable);
    }
}
