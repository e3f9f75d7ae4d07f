package io.tcpclose.bootstrap;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest requests of the JDK's HTTP client and who made them, until a thread of the client has opened a connection for
 * one. A ring: no lock, no growth; a request that {@value #SIZE} others have passed is forgotten, and so is one that two looks of
 * the agent's thread have met, since its backtrace pins classes.
 */
public final class HttpRequests {
    private static final int SIZE = 1024;

    private static final AtomicReferenceArray<@Nullable Request> RING = new AtomicReferenceArray<>(SIZE);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private HttpRequests() {}

    /** Weakly, as with all that is the application's. */
    static final class Request extends WeakReference<Object> {
        final StackMark mark;
        final String thread;
        /** The agent's thread only. */
        private boolean met;

        Request(Object request, StackMark mark) {
            super(request);
            this.mark = mark;
            this.thread = Thread.currentThread().getName();
        }
    }

    static void add(Object request, StackMark mark) {
        RING.set(NEXT.getAndIncrement() & (SIZE - 1), new Request(request, mark));
    }

    /** Newest first: a connect follows its request closely. Null where it is not known (any more). */
    static @Nullable Request of(@Nullable Object request) {
        if (request == null) return null;
        int next = NEXT.get();
        for (int i = 1; i <= SIZE; i++) {
            Request r = RING.get((next - i) & (SIZE - 1));
            if (r != null && r.refersTo(request)) return r;
        }
        return null;
    }

    /** Called by the agent's thread once a probe interval. */
    public static void forgetOld() {
        for (int i = 0; i < SIZE; i++) {
            Request r = RING.get(i);
            if (r == null) continue;
            if (r.met || r.refersTo(null)) RING.compareAndSet(i, r, null);
            r.met = true;
        }
    }

    static void clear() {
        for (int i = 0; i < SIZE; i++) RING.set(i, null);
    }
}
