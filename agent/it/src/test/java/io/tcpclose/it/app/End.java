package io.tcpclose.it.app;

import java.io.Closeable;
import java.io.IOException;

/** Our end of a connection, whatever its kind, so that one body serves a rule's scenarios of every kind. */
public interface End extends Closeable {
    /** Reads once; the number of bytes, or -1 at the end of the stream. */
    int read() throws IOException;

    void write(int bytes) throws IOException;

    void shutdownInput() throws IOException;

    void shutdownOutput() throws IOException;

    /** Makes the close abortive. */
    void lingerZero() throws IOException;

    int localPort();

    int remotePort();

    default void readToEof() throws IOException {
        for (int n = read(); n >= 0; ) {
            n = read();
        }
    }

    default void readFully(int bytes) throws IOException {
        for (int left = bytes; left > 0; ) {
            left -= Math.max(read(), 0);
        }
    }
}
