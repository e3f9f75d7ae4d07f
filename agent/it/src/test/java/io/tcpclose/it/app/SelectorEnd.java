package io.tcpclose.it.app;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A registered channel with a selector of its own, which selects only while the scenario reads or flushes. */
public final class SelectorEnd extends ChannelEnd {
    private final Selector selector;
    private final SelectionKey key;

    SelectorEnd(SocketChannel channel) throws IOException {
        super(channel);
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, 0);
        selector.selectNow();
    }

    @Override
    public int read() throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        int n = 0;
        while (n == 0) {
            selector.select(100);
            selector.selectedKeys().clear();
            n = super.read();
        }
        key.interestOps(0);
        return n;
    }

    /** Closes the channel as a dead event loop would: its selector never selects again. */
    public void closeOnly() throws IOException {
        super.close();
    }

    public void flush() throws IOException {
        selector.selectNow();
    }

    @Override
    public void close() throws IOException {
        closeOnly();
        flush();
    }
}
