package io.tcpclose.export;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for temporary files, without a SecureRandom: {@code Files.createTempFile} would be the first to load one, and where no descriptor is
 * left for that it would stay unusable, for the application too. To be created with CREATE_NEW, since a name can be guessed.
 */
final class TemporaryName {
    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

    private TemporaryName() {}

    /** Another one each time. */
    static String next() {
        return ".tcpclose-" + Long.toHexString(System.nanoTime()) + "-" + Long.toHexString(NEXT.incrementAndGet())
                + ".tmp";
    }
}
