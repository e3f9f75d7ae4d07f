package io.tcpclose.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Says which trace the current thread is in. Called on application threads inside hooks, see {@link Correlation}: by then all that it
 * needs is loaded and initialised, and it only reads.
 */
public interface TraceReader {
    @Nullable
    TraceIds current();
}
