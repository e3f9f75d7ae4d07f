package io.tcpclose.export.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A part of an answer. The selecting thread sends it; whoever has made it may wait until it is gone. */
final class Piece {
    private final ByteBuffer[] bytes;
    final boolean isLast;
    private final CountDownLatch over = new CountDownLatch(1);

    Piece(boolean isLast, ByteBuffer... bytes) {
        this.bytes = bytes;
        this.isLast = isLast;
    }

    /** As much as the channel takes. @return whether it took any */
    boolean writeTo(GatheringByteChannel channel) throws IOException {
        return channel.write(bytes) > 0;
    }

    boolean isWritten() {
        for (ByteBuffer some : bytes) if (some.hasRemaining()) return false;
        return true;
    }

    /** It was sent, or never will be. */
    void over() {
        over.countDown();
    }

    /** @return false where it is not over yet */
    boolean isOverWithin(long millis) throws InterruptedException {
        return over.await(millis, TimeUnit.MILLISECONDS);
    }
}
