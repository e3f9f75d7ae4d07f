package io.tcpclose.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

/** One asynchronous channel that waits for its futures, one that echoes by completion handlers. */
final class AsyncEcho implements Load {
    private final AsynchronousSocketChannel client = AsynchronousSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Loopback.MESSAGE);

    AsyncEcho() throws Exception {
        try (AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var accepted = listener.accept();
            client.connect(listener.getLocalAddress()).get();
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            new Server(accepted.get()).read();
        }
    }

    @Override
    public void run(int operations) throws Exception {
        for (int i = 0; i < operations; i++) {
            client.write(buffer.clear()).get();
            buffer.clear();
            while (buffer.hasRemaining()) client.read(buffer).get();
        }
    }

    /** The attachment says what has just been done: true a read. */
    private record Server(AsynchronousSocketChannel channel, ByteBuffer buffer)
            implements CompletionHandler<Integer, Boolean> {
        Server(AsynchronousSocketChannel channel) {
            this(channel, ByteBuffer.allocateDirect(Loopback.MESSAGE));
        }

        void read() {
            channel.read(buffer.clear(), true, this);
        }

        @Override
        public void completed(Integer n, Boolean wasRead) {
            if (n < 0) return;
            if (wasRead) channel.write(buffer.flip(), false, this);
            else read();
        }

        @Override
        public void failed(Throwable e, Boolean wasRead) {
            throw new IllegalStateException(e);
        }
    }
}
