package io.tcpclose.export.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * An answer of any length, in pieces: a worker that is ahead of its reader waits here, and fails once the reader is
 * cut off.
 */
final class Pieces extends OutputStream {
    private static final int SIZE = 32_768;
    private static final long LOOK_MILLIS = 250;

    private final Workers.Reader reader;
    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE);

    Pieces(Workers.Reader reader) {
        this.reader = reader;
    }

    @Override
    public void write(int b) throws IOException {
        if (!bytes.hasRemaining()) pass();
        bytes.put((byte) b);
    }

    @Override
    public void write(byte[] from, int at, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (!bytes.hasRemaining()) pass();
            int some = Math.min(length - done, bytes.remaining());
            bytes.put(from, at + done, some);
            done += some;
        }
    }

    private void pass() throws IOException {
        Piece piece = new Piece(false, bytes.flip());
        if (!reader.takesAtOnce(piece)) await(piece);
        bytes.clear();
    }

    private void await(Piece piece) throws IOException {
        reader.accept(piece);
        try {
            while (!piece.isOverWithin(LOOK_MILLIS)) check();
        } catch (InterruptedException stopped) {
            throw new InterruptedIOException("the server stops");
        }
        check();
    }

    private void check() throws IOException {
        if (!reader.isOpen()) throw new ClosedChannelException();
    }

    /** Not close: an answer that failed must not end as if it were whole. */
    void end() {
        reader.accept(new Piece(true, bytes.flip()));
    }
}
