package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A forked JVM with the other ends of thousands of connections: half of the descriptors is then another process's. Prints its
 * port; answers a byte with FIN, and end-of-file with close; ends with its standard input.
 */
public final class PeerMain {
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1);

    private PeerMain() throws IOException {
        listener.bind(new InetSocketAddress(0), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        PeerMain peer = new PeerMain();
        System.out.println(((InetSocketAddress) peer.listener.getLocalAddress()).getPort());
        Thread loop = new Thread(peer::run, "peer");
        loop.setDaemon(true);
        loop.start();
        System.in.readAllBytes();
    }

    private void run() {
        try {
            while (true) selector.select(this::ready);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) accept();
            else answer((SocketChannel) key.channel());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel; (channel = listener.accept()) != null; ) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        if (read(channel) < 0) channel.close();
        else channel.shutdownOutput();
    }

    /** A connection whose process has ended may be reset instead. */
    private int read(SocketChannel channel) {
        try {
            return channel.read(buffer.clear());
        } catch (IOException e) {
            return -1;
        }
    }
}
