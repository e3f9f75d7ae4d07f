package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the server: first its request is read, then it is a worker's, and at last what the other end still sends is
 * read away, since a close with bytes unread would be answered by RST, and the answer could be lost with it.
 */
final class Client {
    private static final int LONGEST_HEAD = 16_384;

    final SocketChannel channel;
    /** {@link System#nanoTime()} at which it is closed, whatever it is doing. */
    long deadline;

    long since;
    boolean isReading = true;
    boolean isDraining;
    private ByteBuffer head = ByteBuffer.allocate(1_024);

    Client(SocketChannel channel) {
        this.channel = channel;
    }

    /** @return the head once it is whole, null before. @throws IOException also where the other end has left */
    @Nullable
    String readHead() throws IOException, Refusal {
        if (!head.hasRemaining()) grow();
        int n = channel.read(head);
        if (n < 0) throw new IOException("end of the request before its end");
        int end = end(head.position() - n);
        if (end > 0) return new String(head.array(), 0, end, ISO_8859_1);
        if (head.position() >= LONGEST_HEAD) throw new Refusal(431, "the head of the request is too long");
        return null;
    }

    /** Where the empty line begins, 0 where there is none yet. A lone LF ends a line too (RFC 9112, section 2.2). */
    private int end(int fresh) {
        byte[] bytes = head.array();
        for (int i = Math.max(fresh, 1); i < head.position(); i++) {
            if (bytes[i] != '\n') continue;
            int before = bytes[i - 1] == '\r' ? i - 2 : i - 1;
            if (before >= 0 && bytes[before] == '\n') return before + 1;
        }
        return 0;
    }

    private void grow() {
        ByteBuffer more = ByteBuffer.allocate(head.capacity() * 2);
        head = more.put(head.flip());
    }

    /** @return whether the other end is done */
    boolean drain(ByteBuffer nowhere) throws IOException {
        nowhere.clear();
        return channel.read(nowhere) < 0;
    }

    /** The answer is out: FIN, and no more than a moment for the other end to see it. */
    void answered() throws IOException {
        channel.shutdownOutput();
        channel.configureBlocking(false);
        isDraining = true;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }
}
