package io.tcpclose.agent.cli.control;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** So many bytes; fewer are an error. */
final class BoundedInput extends FilterInputStream {
    private long left;

    BoundedInput(InputStream in, long length) {
        super(in);
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        if (left == 0) return -1;
        int got = in.read(to, from, (int) Math.min(length, left));
        if (got < 0) throw new IOException("the answer broke off");
        left -= got;
        return got;
    }
}
