package io.tcpclose.it.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

final class AsyncEnd implements End {
    private final AsynchronousSocketChannel channel;
    private final int localPort;
    private final int remotePort;

    AsyncEnd(AsynchronousSocketChannel channel) throws IOException {
        this.channel = channel;
        this.localPort = Ports.of(channel.getLocalAddress());
        this.remotePort = Ports.of(channel.getRemoteAddress());
    }

    @Override
    public int read() throws IOException {
        return join(channel.read(ByteBuffer.allocate(64)));
    }

    @Override
    public void write(int bytes) throws IOException {
        join(channel.write(ByteBuffer.allocate(bytes)));
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void lingerZero() {
        throw new UnsupportedOperationException("an asynchronous channel has no SO_LINGER");
    }

    @Override
    public int localPort() {
        return localPort;
    }

    @Override
    public int remotePort() {
        return remotePort;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The failure of the operation itself, as the blocking kinds would throw it. */
    static <T> T join(Future<T> operation) throws IOException {
        try {
            return operation.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
