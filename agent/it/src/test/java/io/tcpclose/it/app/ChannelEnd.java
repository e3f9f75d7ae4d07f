package io.tcpclose.it.app;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

class ChannelEnd implements End {
    final SocketChannel channel;
    private final int localPort;
    private final int remotePort;

    ChannelEnd(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.localPort = Ports.of(channel.getLocalAddress());
        this.remotePort = Ports.of(channel.getRemoteAddress());
    }

    @Override
    public int read() throws IOException {
        return channel.read(ByteBuffer.allocate(64));
    }

    @Override
    public void write(int bytes) throws IOException {
        channel.write(ByteBuffer.allocate(bytes));
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
    public void lingerZero() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
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
}
