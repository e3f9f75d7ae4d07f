package io.tcpclose.bootstrap;

/** Whose a write is that is under way, decided when it begins and asked when it fails; a byte on the connection. */
final class WriteBegun {
    /** The application's, as far as was looked. */
    static final byte ORDINARY = 0;
    /** TLS speaks for itself. */
    static final byte NOT_ITS_OWN = 1;
    /** The application's, begun after its own shutdownOutput. */
    static final byte AFTER_SHUTDOWN = 2;

    private WriteBegun() {}
}
