package io.tcpclose.it.life;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.Life;
import io.tcpclose.it.app.LifeLine;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * {@code AsynchronousSocketChannel}. Whether an operation ends in the caller or in a thread of the group is a race, so
 * the steps that an operation brings have no line of their own here.
 */
final class AsyncLife {
    @LifeLine
    void future(Wire wire) throws Exception {
        Life life = wire.life();
        InetSocketAddress address = wire.address("push:2 drain");
        AsynchronousSocketChannel channel = life.at("opened", AsynchronousSocketChannel.open());
        life.within("connected");
        channel.connect(address).get();
        life.of(channel, "client");
        channel.read(ByteBuffer.allocate(2)).get();
        channel.write(ByteBuffer.allocate(3)).get();
        life.at("shutdown-output", channel).shutdownOutput();
        life.at("close closed", channel).close();
        life.bytes(2, 3);
    }

    @LifeLine
    void handler(Wire wire) throws Exception {
        Life life = wire.life();
        InetSocketAddress address = wire.address("push:2 close");
        AsynchronousSocketChannel channel = life.at("opened", AsynchronousSocketChannel.open());
        life.within("connected");
        channel.connect(address).get();
        life.of(channel, "client");
        CompletableFuture<Integer> end = new CompletableFuture<>();
        channel.read(ByteBuffer.allocate(64), end, new ReadToEof(channel));
        end.get();
        life.within("eof");
        life.at("close closed", channel).close();
        life.bytes(2, 0);
    }

    private record ReadToEof(AsynchronousSocketChannel channel)
            implements CompletionHandler<Integer, CompletableFuture<Integer>> {
        @Override
        public void completed(Integer count, CompletableFuture<Integer> end) {
            if (count < 0) {
                end.complete(count);
            } else {
                channel.read(ByteBuffer.allocate(64), end, this);
            }
        }

        @Override
        public void failed(Throwable failure, CompletableFuture<Integer> end) {
            end.completeExceptionally(failure);
        }
    }

    @LifeLine
    void accepted(Wire wire) throws Exception {
        Life life = wire.life();
        AsynchronousServerSocketChannel listener = wire.keep(AsynchronousServerSocketChannel.open());
        listener.bind(new InetSocketAddress(HOST, 0));
        Future<AsynchronousSocketChannel> accept = listener.accept();
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        wire.dial(port, "push:3 drain");
        life.within("accepted");
        AsynchronousSocketChannel channel = accept.get();
        life.of(channel, "server");
        channel.read(ByteBuffer.allocate(3)).get();
        life.at("close closed", channel).close();
        life.bytes(3, 0);
    }

    @LifeLine
    void connectRefused(Wire wire) throws Exception {
        Life life = wire.life();
        int port = Integer.parseInt(wire.ask("refusing"));
        AsynchronousSocketChannel channel = life.at("opened", AsynchronousSocketChannel.open());
        life.within("connect-failed close closed");
        wire.refused(() -> join(channel.connect(new InetSocketAddress(HOST, port))));
        life.of(0, port, "async", "client");
    }

    private static void join(Future<Void> operation) throws IOException, InterruptedException {
        try {
            operation.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
