package io.tcpclose.demo;

import io.tcpclose.demo.ProcNet.End;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Readings of the kernel's tables, shared: they hold the rows of the whole machine, and one reading serves all who asked before
 * it began. Thread-safe.
 */
final class Tables {
    private final AtomicLong begun = new AtomicLong();
    private final Object reader = new Object();
    private List<End> last = List.of();

    /** Returns a reading that began after this call. */
    List<End> now() {
        long wanted = begun.get() + 1;
        synchronized (reader) {
            if (begun.get() < wanted) {
                begun.incrementAndGet();
                last = ProcNet.now();
            }
            return last;
        }
    }
}
