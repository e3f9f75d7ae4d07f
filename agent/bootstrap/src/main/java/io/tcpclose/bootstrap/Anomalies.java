package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

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

    /** Bytes that TLS has written of its own once an end was known; a lost update of two threads makes it smaller. */
    volatile long tlsWords;

    /** The lower half of the id of the virtual thread that was interrupted inside an operation, which makes the JDK close the Socket; 0 none. */
    volatile int interruptedThread;

    /** The descriptor's object, where the agent had found the socket by its number before a hook showed it; else null. */
    volatile @Nullable WeakReference<FileDescriptor> owner;

    /** Of a listener: {@link StackMark} of its first asynchronous accept, then the site that core made of it. */
    public volatile @Nullable Object acceptTrace;

    volatile int readsAfterShutdown;
    volatile int usesAfterClose;

    Anomalies() {}

    /** Writes begun after the connection was known to be dead. */
    public int deadWrites() {
        return deadWrites;
    }
}
