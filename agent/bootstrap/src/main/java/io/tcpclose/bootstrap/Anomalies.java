package io.tcpclose.bootstrap;

/**
 * What only few connections have: more than one thread, writes into a dead peer, reads after own shutdownInput, and of listeners who
 * accepts asynchronously.
 */
public final class Anomalies {
    /** Up to four thread ids. Races lose an entry until that thread comes by again. */
    static final class Threads {
        private final int[] tids = new int[4];
        private int size;

        void add(int tid) {
            for (int i = 0; i < size && i < 4; i++) if (tids[i] == tid) return;
            if (size < 4) tids[size] = tid;
            if (size < 5) size++;
        }

        int size() {
            return size;
        }
    }

    final Threads readers = new Threads();
    final Threads writers = new Threads();

    /** {@link System#nanoTime()} of the operation that first failed with a reset or a broken pipe; 0 none. */
    public volatile long deadNanos;

    volatile int deadWrites;
    volatile boolean deadWriteTold;
    volatile boolean deadWriteToldLong;

    /** Bytes written when SSLSocket.close began, which writes a close_notify of its own; -1 not in it. */
    volatile long writtenBeforeTlsClose = -1;

    /** Of a listener: {@link StackMark} of its first asynchronous accept, then the site that core made of it. */
    public volatile @org.jspecify.annotations.Nullable Object acceptTrace;

    volatile int readsAfterShutdown;
    volatile int usesAfterClose;

    Anomalies() {}

    /** Writes begun after the connection was known to be dead. */
    public int deadWrites() {
        return deadWrites;
    }
}
