package io.tcpclose.core.probe;

import io.tcpclose.core.kernel.TcpRow;

/** Somebody who waits for a look into the kernel's tables of TCP. One reading serves all of them. */
interface TableReader {
    /** Whether a reading is wanted in this pass. Reading costs the kernel up to 5 microseconds a row. */
    boolean wants(long now);

    /** Whether it cannot wait until the cost of the last reading is made up for: a second look at something rare. */
    default boolean isUrgent(long now) {
        return false;
    }

    /** Before the first row. */
    void begin(long now);

    void row(TcpRow row);

    /** After the last row. @param millis wall clock */
    void end(long now, long millis);
}
