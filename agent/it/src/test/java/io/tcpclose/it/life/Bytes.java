package io.tcpclose.it.life;

import io.tcpclose.it.app.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

final class Bytes {
    private Bytes() {}

    static void readFully(SocketChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException();
            }
        }
    }

    static void readToFailure(Wire wire, SocketChannel channel) {
        try {
            wire.refused(() -> channel.read(ByteBuffer.allocate(1)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
