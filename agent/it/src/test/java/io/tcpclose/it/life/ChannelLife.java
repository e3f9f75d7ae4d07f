package io.tcpclose.it.life;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.Life;
import io.tcpclose.it.app.LifeLine;
import io.tcpclose.it.app.Wire;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code SocketChannel} in blocking mode, its Socket view, and the ways its close happens without a call of close. */
final class ChannelLife {
    @LifeLine
    void closesFirst(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("echo close")));
        life.of(channel, "client");
        channel.write(ByteBuffer.allocate(5));
        life.at("shutdown-output", channel).shutdownOutput();
        Bytes.readFully(channel, 5);
        life.at("eof", channel).read(ByteBuffer.allocate(1));
        life.at("close closed", channel).close();
        life.bytes(5, 5);
    }

    @LifeLine
    void accepted(Wire wire) throws Exception {
        Life life = wire.life();
        ServerSocketChannel listener = wire.keep(ServerSocketChannel.open());
        listener.bind(new InetSocketAddress(HOST, 0));
        wire.dial(listener.socket().getLocalPort(), "push:3 shut drain");
        SocketChannel channel = life.at("accepted", listener).accept();
        life.of(channel, "server");
        Bytes.readFully(channel, 3);
        life.at("eof", channel).read(ByteBuffer.allocate(1));
        channel.write(ByteBuffer.allocate(4));
        life.at("close closed", channel).close();
        life.bytes(3, 4);
    }

    @LifeLine
    void gathersAndScatters(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("read:6 push:6 close")));
        life.of(channel, "client");
        channel.write(new ByteBuffer[] {ByteBuffer.allocate(2), ByteBuffer.allocate(4)});
        wire.awaitPeer(channel.socket().getLocalPort(), channel.socket().getPort());
        channel.read(new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(5)});
        life.at("eof", channel).read(new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(5)});
        life.at("close closed", channel).close();
        life.bytes(6, 6);
    }

    /** The kernel copies from the file: no write passes the JDK. */
    @LifeLine
    void sendsFile(Wire wire) throws Exception {
        Path file = Files.createTempFile("tcpclose", ".bytes");
        Files.write(file, new byte[10_000]);
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("drain close")));
        life.of(channel, "client");
        try (FileChannel source = FileChannel.open(file)) {
            source.transferTo(0, 10_000, channel);
        }
        life.at("close closed", channel).close();
        life.bytes(0, 10_000);
        Files.delete(file);
    }

    @LifeLine
    void socketView(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("push:2 drain")));
        life.of(channel, "client");
        Socket view = channel.socket();
        view.getInputStream().readNBytes(2);
        view.getOutputStream().write(new byte[3]);
        life.at("shutdown-output", view).shutdownOutput();
        life.at("close closed", view).close();
        life.bytes(2, 3);
    }

    @LifeLine
    void socketViewTimesOut(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("told push:1 close")));
        life.of(channel, "client");
        Socket view = channel.socket();
        view.setSoTimeout(100);
        wire.refused(() -> view.getInputStream().read());
        wire.tell(view.getLocalPort(), view.getPort());
        view.setSoTimeout(5_000);
        view.getInputStream().readNBytes(1);
        life.at("eof", view.getInputStream()).read();
        life.at("close closed", view).close();
        life.bytes(1, 0);
    }

    @LifeLine
    void resetByPeer(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("told reset")));
        life.of(channel, "client");
        wire.tell(channel.socket().getLocalPort(), channel.socket().getPort());
        wire.refused(() -> life.at("reset", channel).read(ByteBuffer.allocate(1)));
        life.at("close closed", channel).close();
        life.bytes(0, 0);
    }

    @LifeLine
    void brokenPipe(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("close")));
        life.of(channel, "client");
        wire.awaitPeer(channel.socket().getLocalPort(), channel.socket().getPort());
        channel.write(ByteBuffer.allocate(1));
        wire.pause(100);
        wire.refused(() -> life.at("broken-pipe", channel).write(ByteBuffer.allocate(1)));
        life.at("close closed", channel).close();
    }

    @LifeLine
    void connectRefused(Wire wire) throws Exception {
        Life life = wire.life();
        int port = Integer.parseInt(wire.ask("refusing"));
        InetSocketAddress address = new InetSocketAddress(HOST, port);
        wire.refused(() -> SocketChannel.open(life.at("opened connect-failed close closed", address)));
        life.of(0, port, "channel", "client");
    }

    @LifeLine
    void connectTimesOut(Wire wire) throws Exception {
        Life life = wire.life();
        int port = Integer.parseInt(wire.ask("full"));
        SocketChannel channel = life.at("opened", SocketChannel.open());
        InetSocketAddress address = new InetSocketAddress(HOST, port);
        wire.refused(
                () -> life.at("connect-failed close closed", channel.socket()).connect(address, 200));
        life.of(0, port, "channel", "client");
    }

    /** The interrupting thread closes, inside {@code Thread.interrupt}; nobody calls close. */
    @LifeLine
    void interruptedReader(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("hold")));
        life.of(channel, "client");
        Thread reader = new Thread(() -> Bytes.readToFailure(wire, channel));
        reader.start();
        wire.pause(200);
        life.at("close pre-closed", reader).interrupt();
        reader.join();
        life.within("closed");
        life.bytes(0, 0);
    }

    @LifeLine
    void closeUnblocksReader(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("hold")));
        life.of(channel, "client");
        Thread reader = new Thread(() -> Bytes.readToFailure(wire, channel));
        reader.start();
        wire.pause(200);
        life.at("close pre-closed", channel).close();
        reader.join();
        life.within("closed");
        life.bytes(0, 0);
    }
}
