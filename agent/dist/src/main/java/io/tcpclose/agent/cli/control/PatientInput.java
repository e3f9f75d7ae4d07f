package io.tcpclose.agent.cli.control;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Reads a channel, and gives up when nothing comes for long: a Unix-domain socket has no SO_TIMEOUT. */
final class PatientInput extends InputStream {
    private static final long PATIENCE_MILLIS = 60_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 14).limit(0);

    PatientInput(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        if (length == 0) return 0;
        if (!fill()) return -1;
        int some = Math.min(length, buffer.remaining());
        buffer.get(to, from, some);
        return some;
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) return true;
        buffer.clear();
        int got = channel.read(buffer);
        while (got == 0) {
            if (selector.select(PATIENCE_MILLIS) == 0) {
                throw new SocketTimeoutException("no answer for " + PATIENCE_MILLIS / 1000 + " s");
            }
            selector.selectedKeys().clear();
            got = channel.read(buffer);
        }
        buffer.flip();
        return got > 0;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
