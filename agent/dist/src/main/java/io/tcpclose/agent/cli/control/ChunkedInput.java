package io.tcpclose.agent.cli.control;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Transfer-Encoding: chunked, RFC 9112 section 7.1; trailers are not read, the connection ends behind them. */
final class ChunkedInput extends FilterInputStream {
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        if (length == 0) return 0;
        if (left == 0 && !ended) nextChunk();
        if (ended) return -1;
        int got = in.read(to, from, (int) Math.min(length, left));
        if (got < 0) throw new IOException("the answer broke off");
        left -= got;
        return got;
    }

    private void nextChunk() throws IOException {
        if (begun && !Answer.line(in).isEmpty()) throw new IOException("bad end of a chunk");
        begun = true;
        String size = Answer.line(in).split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) throw new IOException("bad size of a chunk");
        left = Long.parseLong(size, 16);
        ended = left == 0;
    }
}
