package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What only few connections have: more than one thread, writes into a dead peer, reads after own shutdownInput. */
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

    /** The descriptor's object, where the agent had found the socket by its number before a hook showed it; else null. */
    volatile @Nullable WeakReference<FileDescriptor> owner;

    volatile int readsAfterShutdown;
    volatile int usesAfterClose;

    Anomalies() {}

    /** Writes begun after the connection was known to be dead. */
    public int deadWrites() {
        return deadWrites;
    }
}
