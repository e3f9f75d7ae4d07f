package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Sixty-four connections between two selector loops: each end answers a message with a message. */
final class SelectorEcho implements Load {
    private static final int CONNECTIONS = 64;

    private final Selector clients = Selector.open();
    private final Selector servers = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Loopback.MESSAGE);

    SelectorEcho() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            for (int i = 0; i < CONNECTIONS; i++) {
                channels.add(register(SocketChannel.open(listener.getLocalAddress()), clients));
                register(listener.accept(), servers);
            }
        }
        Thread server = new Thread(this::serve, "echo");
        server.setDaemon(true);
        server.start();
    }

    private static SocketChannel register(SocketChannel channel, Selector selector) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    private void serve() {
        ByteBuffer own = ByteBuffer.allocateDirect(Loopback.MESSAGE);
        try {
            while (true) servers.select(key -> answer(key, own, true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message of 64 bytes comes in one piece over loopback. */
    private static void answer(SelectionKey key, ByteBuffer buffer, boolean reply) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            buffer.clear();
            if (channel.read(buffer) != Loopback.MESSAGE) throw new IOException("a torn message");
            buffer.flip();
            if (reply) channel.write(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void run(int operations) throws IOException {
        for (SocketChannel channel : channels) channel.write(buffer.clear());
        int[] left = {operations, CONNECTIONS};
        while (left[1] > 0) clients.select(key -> turn(key, left));
    }

    /** Replies while there are operations left, else lets the connection come to rest. */
    private void turn(SelectionKey key, int[] left) {
        boolean reply = left[0]-- > 0;
        answer(key, buffer, reply);
        if (!reply) left[1]--;
    }
}
