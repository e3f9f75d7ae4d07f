package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the server. It asks, waits for its answer, takes it, and leaves: what it still sends then is read
 * away, since a close with bytes unread would be answered by RST, and the answer could be lost with it. It is the
 * selecting thread's, but for {@link #takesAtOnce}, {@link #isOpen} and {@link #close}.
 */
final class Client {
    enum Doing {
        ASKING,
        WAITING,
        TAKING,
        LEAVING
    }

    private static final int LONGEST_HEAD = 16_384;
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    private Doing doing = Doing.ASKING;
    private Cost cost = Cost.CHEAP;
    /** When it began to do what it does. */
    private long since;
    /** When it last took a byte of its answer. */
    private long moved;
    /** {@link System#nanoTime()} at which it is closed, whatever it is doing. */
    private long deadline;

    private ByteBuffer head = ByteBuffer.allocate(1_024);
    private @Nullable Piece piece;

    Client(SocketChannel channel, long now) {
        this.channel = channel;
        does(Doing.ASKING, now, ASK_NANOS);
    }

    private void does(Doing next, long now, long nanos) {
        doing = next;
        since = now;
        moved = now;
        deadline = now + nanos;
    }

    void watchedBy(Selector selector) throws IOException {
        key = channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, this);
    }

    private void interest(int operations) {
        if (key != null) key.interestOps(operations);
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

    void asked(Cost cost, long now) {
        this.cost = cost;
        does(Doing.WAITING, now, cost == Cost.REPORT ? REPORT_NANOS : ANSWER_NANOS);
        interest(0);
    }

    /**
     * By the worker, while there is room in the connection: the turns of two threads for each piece would take longer
     * than the piece.
     */
    boolean takesAtOnce(Piece next) throws IOException {
        next.writeTo(channel);
        return next.isWritten();
    }

    /** What it takes next; nothing of it where it is closed by now. */
    void takes(Piece next, long now) throws IOException {
        if (!isOpen()) {
            next.over();
            return;
        }
        doing = Doing.TAKING;
        moved = now;
        piece = next;
        take(now);
    }

    void take(long now) throws IOException {
        Piece taken = piece;
        if (taken == null) return;
        if (taken.writeTo(channel)) moved = now;
        if (taken.isWritten()) taken(taken, now);
        else interest(SelectionKey.OP_WRITE);
    }

    private void taken(Piece taken, long now) throws IOException {
        piece = null;
        if (taken.isLast) leave(now);
        else interest(0);
        taken.over();
    }

    /** The answer is out: FIN, and no more than a moment for the other end to see it. */
    private void leave(long now) throws IOException {
        channel.shutdownOutput();
        does(Doing.LEAVING, now, LEAVE_NANOS);
        interest(SelectionKey.OP_READ);
    }

    /** @return whether the other end is done */
    boolean drain(ByteBuffer nowhere) throws IOException {
        nowhere.clear();
        return channel.read(nowhere) < 0;
    }

    Doing doing() {
        return doing;
    }

    Cost cost() {
        return cost;
    }

    boolean isOverdue(long now) {
        return now - deadline >= 0;
    }

    boolean has(Doing what, long nanos, long now) {
        return doing == what && now - since >= nanos;
    }

    /** Has taken nothing of what there is for so long. */
    boolean isStalled(long nanos, long now) {
        return doing == Doing.TAKING && piece != null && now - moved >= nanos;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    /** Nobody waits for it any more. */
    void forgotten() {
        close();
        if (piece != null) piece.over();
    }
}
