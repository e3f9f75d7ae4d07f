package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

/** The chunked transfer coding (RFC 9112, section 7.1). Close ends the body, and leaves open what it is written to. */
final class Chunks extends OutputStream {
    private static final int SIZE = 8_192;

    private final OutputStream out;
    private final byte[] chunk = new byte[SIZE];
    private int filled;

    Chunks(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        if (filled == SIZE) flushChunk();
        chunk[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (length > SIZE - filled) flushChunk();
        if (length > SIZE) chunk(bytes, from, length);
        else {
            System.arraycopy(bytes, from, chunk, filled, length);
            filled += length;
        }
    }

    private void flushChunk() throws IOException {
        if (filled > 0) chunk(chunk, 0, filled);
        filled = 0;
    }

    private void chunk(byte[] bytes, int from, int length) throws IOException {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
        out.write(bytes, from, length);
        out.write('\r');
        out.write('\n');
    }

    @Override
    public void close() throws IOException {
        flushChunk();
        out.write("0\r\n\r\n".getBytes(US_ASCII));
    }
}
