package io.tcpclose.it.life;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.Life;
import io.tcpclose.it.app.LifeLine;
import io.tcpclose.it.app.Wire;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** {@code SocketChannel} in non-blocking mode, with and without a selector. */
final class SelectorLife {
    @LifeLine
    void unregistered(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("push:2 drain")));
        life.of(channel, "client");
        channel.configureBlocking(false);
        wire.awaitSent(channel.socket().getLocalPort(), channel.socket().getPort(), 2);
        channel.read(ByteBuffer.allocate(2));
        channel.read(ByteBuffer.allocate(2));
        channel.write(ByteBuffer.allocate(3));
        life.at("close closed", channel).close();
        life.bytes(2, 3);
    }

    @LifeLine
    void connectsLater(Wire wire) throws Exception {
        Life life = wire.life();
        InetSocketAddress address = wire.address("push:1 close");
        SocketChannel channel = life.at("opened", SocketChannel.open());
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            life.at("connected", channel).connect(address);
            selector.select();
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            life.of(channel, "client");
            wire.awaitPeer(channel.socket().getLocalPort(), channel.socket().getPort());
            channel.read(ByteBuffer.allocate(4));
            life.at("eof", channel).read(ByteBuffer.allocate(4));
            life.at("close", channel).close();
            life.at("closed", selector).selectNow();
        }
        life.bytes(1, 0);
    }

    /** Between the close and the next select the descriptor is held: the FIN goes out with the first, its number with the second. */
    @LifeLine
    void closedByItsSelector(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("drain")));
        life.of(channel, "client");
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            selector.selectNow();
            life.at("close", channel).close();
            wire.pause(100);
            life.at("closed", selector).selectNow();
        }
        life.bytes(0, 0);
    }

    @LifeLine
    void closedWithItsSelector(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("drain")));
        life.of(channel, "client");
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
        life.at("close", channel).close();
        life.at("closed", selector).close();
    }

    @LifeLine
    void connectRefused(Wire wire) throws Exception {
        Life life = wire.life();
        int port = Integer.parseInt(wire.ask("refusing"));
        SocketChannel channel = life.at("opened", SocketChannel.open());
        channel.configureBlocking(false);
        life.within("connect-failed close closed");
        wire.refused(() -> connect(channel, new InetSocketAddress(HOST, port)));
        life.of(0, port, "channel", "client");
    }

    private static void connect(SocketChannel channel, InetSocketAddress address) throws Exception {
        channel.connect(address);
        while (!channel.finishConnect()) {
            Thread.onSpinWait();
        }
    }
}
