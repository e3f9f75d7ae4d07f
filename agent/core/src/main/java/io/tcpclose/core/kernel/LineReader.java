package io.tcpclose.core.kernel;

import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a file, one after the other, in one buffer that is used again: no line is copied. Ends for certain, also on
 * a file that grows faster than it is read.
 */
final class LineReader {
    private final InputStream in;
    private final byte[] buffer;
    private long bytesLeft;
    private int from;
    private int to;
    private int next;
    private int filled;
    private boolean tooLong;
    private boolean whole;
    private boolean ended;
    private boolean brokeOff;
    /** Bytes of the present line that are known to hold no newline. */
    private int scanned;

    LineReader(InputStream in, int bufferBytes, long maxBytes) {
        this.in = in;
        this.buffer = new byte[bufferBytes];
        this.bytesLeft = maxBytes;
    }

    byte[] bytes() {
        return buffer;
    }

    int from() {
        return from;
    }

    /** One past the last byte; the newline does not belong to the line. */
    int to() {
        return to;
    }

    /** Whether the line ended in a newline and fitted into the buffer; if not, only a part of it is shown. */
    boolean isWhole() {
        return whole;
    }

    /** Whether reading stopped before the end of the file: it failed, or there was more than may be read. */
    boolean brokeOff() {
        return brokeOff;
    }

    /** Goes to the next line; false when there is none. */
    boolean next() {
        from = next;
        scanned = 0;
        tooLong = false;
        whole = findNewline();
        next = whole ? to + 1 : to;
        boolean any = whole || to > from || tooLong;
        whole &= !tooLong;
        return any;
    }

    /** Leaves {@link #to} at the newline, or at the end of the file. */
    private boolean findNewline() {
        do {
            for (to = from + scanned; to < filled; to++) {
                if (buffer[to] == '\n') {
                    return true;
                }
            }
        } while (fill());
        to = filled;
        return false;
    }

    private boolean fill() {
        makeRoom();
        int got = ended ? -1 : read();
        if (got <= 0) {
            ended = true;
            return false;
        }
        filled += got;
        bytesLeft -= got;
        return true;
    }

    /** Moves the begun line to the front; one that fills the whole buffer is dropped, only its end is still looked for. */
    private void makeRoom() {
        int begun = filled - from;
        if (begun == buffer.length) {
            tooLong = true;
            begun = 0;
        } else {
            System.arraycopy(buffer, from, buffer, 0, begun);
        }
        scanned = begun;
        filled = begun;
        from = 0;
    }

    private int read() {
        if (bytesLeft <= 0) {
            brokeOff = true;
            return -1;
        }
        try {
            return in.read(buffer, filled, buffer.length - filled);
        } catch (IOException e) {
            brokeOff = true;
            return -1;
        }
    }
}
