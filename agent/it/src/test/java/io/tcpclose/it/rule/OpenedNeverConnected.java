package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.ANY_PORT;

import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A descriptor without a connection; a Socket has one from its first option on. */
@Rule(
        id = "opened-never-connected",
        severity = "error",
        empty = @Rule.Empty(kind = Kind.ACCEPTED, why = "it is connected from the start"))
final class OpenedNeverConnected {
    private static void holdAndClose(Wire wire, Closeable socket) throws Exception {
        wire.hold();
        socket.close();
    }

    private static void connectLater(Wire wire, Socket socket) throws Exception {
        wire.pause(300);
        socket.connect(wire.address("hold"));
        holdAndClose(wire, socket);
    }

    @Misuse(Kind.SOCKET)
    void socketNeverConnects(Wire wire) throws Exception {
        Socket socket = new Socket();
        wire.created(socket).setTcpNoDelay(true);
        wire.claim(0, 0, "UNLISTED");
    }

    @Legal(Kind.SOCKET)
    void socketConnectsLater(Wire wire) throws Exception {
        Socket socket = new Socket();
        wire.created(socket).setTcpNoDelay(true);
        connectLater(wire, socket);
    }

    @Misuse(Kind.CHANNEL)
    void channelNeverConnects(Wire wire) throws Exception {
        wire.created(SocketChannel.open());
        wire.claim(0, 0, "UNLISTED");
    }

    @Legal(Kind.CHANNEL)
    void channelConnectsLater(Wire wire) throws Exception {
        SocketChannel channel = wire.created(SocketChannel.open());
        connectLater(wire, channel.socket());
    }

    @Misuse(Kind.SELECTOR)
    void registeredNeverConnects(Wire wire) throws Exception {
        SocketChannel channel = wire.created(SocketChannel.open());
        channel.configureBlocking(false);
        channel.register(wire.keep(Selector.open()), SelectionKey.OP_READ);
        wire.claim(0, 0, "UNLISTED");
    }

    /** It is trying, and the kernel has not given up. */
    @Legal(Kind.SELECTOR)
    void registeredStillConnects(Wire wire) throws Exception {
        SocketChannel channel = wire.created(SocketChannel.open());
        channel.configureBlocking(false);
        int silent = Integer.parseInt(wire.ask("full"));
        channel.bind(new InetSocketAddress(Wire.HOST, 0));
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        channel.connect(new InetSocketAddress(Wire.HOST, silent));
        wire.claim(local.getPort(), silent, "SYN_SENT");
        holdAndClose(wire, channel);
    }

    @Misuse(Kind.ASYNC)
    void asyncNeverConnects(Wire wire) throws Exception {
        wire.created(AsynchronousSocketChannel.open());
        wire.claim(0, 0, "UNLISTED");
    }

    @Legal(Kind.ASYNC)
    void asyncConnectsLater(Wire wire) throws Exception {
        AsynchronousSocketChannel channel = wire.created(AsynchronousSocketChannel.open());
        wire.pause(300);
        channel.connect(wire.address("hold")).get();
        holdAndClose(wire, channel);
    }

    @Misuse(Kind.TLS)
    void tlsNeverConnects(Wire wire) throws Exception {
        Socket socket = wire.tls().createSocket();
        wire.created(socket).setTcpNoDelay(true);
        wire.claim(0, 0, "UNLISTED");
    }

    @Legal(Kind.TLS)
    void tlsConnectsLater(Wire wire) throws Exception {
        Socket socket = wire.tls().createSocket();
        wire.created(socket).setTcpNoDelay(true);
        connectLater(wire, socket);
    }

    private static InetSocketAddress taken(Wire wire) throws Exception {
        return (InetSocketAddress)
                wire.keep(new ServerSocket(0, 5, ANY_PORT.getAddress())).getLocalSocketAddress();
    }

    @Misuse(value = Kind.SOCKET, variant = "listener")
    void serverSocketBindFails(Wire wire) throws Exception {
        InetSocketAddress taken = taken(wire);
        ServerSocket listener = new ServerSocket();
        wire.unbound(listener).setReuseAddress(true);
        wire.says("bind to port " + taken.getPort() + " failed (Address already in use");
        wire.refused(() -> wire.offends(listener).bind(taken));
        wire.claim(0, 0, "UNLISTED");
    }

    @Legal(value = Kind.SOCKET, variant = "listener")
    void serverSocketBindsLater(Wire wire) throws Exception {
        InetSocketAddress taken = taken(wire);
        ServerSocket listener = new ServerSocket();
        wire.unbound(listener).setReuseAddress(true);
        wire.refused(() -> listener.bind(taken));
        listener.bind(ANY_PORT);
        holdAndClose(wire, listener);
    }

    @Misuse(value = Kind.CHANNEL, variant = "listener")
    void listeningChannelBindFails(Wire wire) throws Exception {
        InetSocketAddress taken = taken(wire);
        ServerSocketChannel listener = wire.unbound(ServerSocketChannel.open());
        wire.says("bind to port " + taken.getPort() + " failed (Address already in use");
        wire.refused(() -> wire.offends(listener).bind(taken));
        wire.claim(0, 0, "UNLISTED");
    }

    @Legal(value = Kind.CHANNEL, variant = "listener")
    void listeningChannelClosedWhenItsBindFails(Wire wire) throws Exception {
        InetSocketAddress taken = taken(wire);
        ServerSocketChannel listener = wire.unbound(ServerSocketChannel.open());
        wire.refused(() -> listener.bind(taken));
        listener.close();
        wire.hold();
    }

    @Misuse(value = Kind.ASYNC, variant = "listener")
    void asyncListenerNeverBinds(Wire wire) throws Exception {
        wire.unbound(AsynchronousServerSocketChannel.open());
        wire.says("never bound");
        wire.claim(0, 0, "UNLISTED");
    }

    @Legal(value = Kind.ASYNC, variant = "listener")
    void asyncListenerBindsLater(Wire wire) throws Exception {
        AsynchronousServerSocketChannel listener = wire.unbound(AsynchronousServerSocketChannel.open());
        wire.pause(300);
        listener.bind(ANY_PORT);
        holdAndClose(wire, listener);
    }
}
