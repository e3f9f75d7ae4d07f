package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.ANY_PORT;
import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The collector finds the object before anybody closed it: the JDK closes a Socket then, and never a channel. */
@Rule(
        id = "collected-without-close",
        severity = "error",
        empty = @Rule.Empty(kind = Kind.ASYNC, why = "its group refers to it until it is closed"))
final class CollectedWithoutClose {
    private static final String RECOVERED = "GONE";
    private static final String LOST = "ESTABLISHED";

    private static void keep(Wire wire, End end) throws Exception {
        System.gc();
        wire.claim(end, "ESTABLISHED");
        wire.hold();
        System.gc();
        end.close();
    }

    private static SocketChannel registered(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.register(Selector.open(), 0);
        return channel;
    }

    @Misuse(value = Kind.SOCKET, severity = "warn")
    void socketDropped(Wire wire) throws Exception {
        wire.collect(wire.forget(new Socket(HOST, wire.peer("drain close"))), RECOVERED);
    }

    @Legal(Kind.SOCKET)
    void socketKept(Wire wire) throws Exception {
        keep(wire, wire.open(new Socket(HOST, wire.peer("hold"))));
    }

    @Misuse(value = Kind.ACCEPTED, severity = "warn")
    void acceptedDropped(Wire wire) throws Exception {
        wire.collect(wire.forget(wire.listen("drain close").accept()), RECOVERED);
    }

    @Legal(Kind.ACCEPTED)
    void acceptedKept(Wire wire) throws Exception {
        keep(wire, wire.open(wire.listen("hold").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelDropped(Wire wire) throws Exception {
        wire.collect(wire.forget(SocketChannel.open(wire.address("drain close"))), LOST);
    }

    @Legal(Kind.CHANNEL)
    void channelKept(Wire wire) throws Exception {
        keep(wire, wire.open(SocketChannel.open(wire.address("hold"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredDroppedWithItsSelector(Wire wire) throws Exception {
        wire.collect(wire.forget(registered(SocketChannel.open(wire.address("drain close")))), LOST);
    }

    @Legal(Kind.SELECTOR)
    void registeredKept(Wire wire) throws Exception {
        keep(wire, wire.select(SocketChannel.open(wire.address("hold"))));
    }

    @Misuse(value = Kind.TLS, severity = "warn")
    void tlsDropped(Wire wire) throws Exception {
        wire.collect(wire.forget(wire.tls().createSocket(HOST, wire.peer("tls drain raw-close"))), RECOVERED);
    }

    @Legal(Kind.TLS)
    void tlsKept(Wire wire) throws Exception {
        End end = wire.open(wire.tls().createSocket(HOST, wire.peer("tls push:4 hold")));
        end.readFully(4);
        keep(wire, end);
    }

    @Misuse(value = Kind.ACCEPTED, variant = "listener", severity = "warn")
    void serverSocketDropped(Wire wire) throws Exception {
        wire.collect(wire.forget(new ServerSocket(0, 50, ANY_PORT.getAddress())));
        wire.says("The ServerSocket was garbage-collected");
    }

    @Legal(value = Kind.ACCEPTED, variant = "listener")
    void serverSocketClosed(Wire wire) throws Exception {
        ServerSocket listener = wire.listening(new ServerSocket(0, 50, ANY_PORT.getAddress()));
        wire.hold();
        listener.close();
    }

    @Misuse(value = Kind.CHANNEL, variant = "listener")
    void listeningChannelDropped(Wire wire) throws Exception {
        wire.collect(wire.forget(ServerSocketChannel.open().bind(ANY_PORT)));
        wire.says("its port listens until the process ends");
    }

    @Legal(value = Kind.CHANNEL, variant = "listener")
    void listeningChannelKept(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listening(ServerSocketChannel.open().bind(ANY_PORT));
        System.gc();
        wire.hold();
        System.gc();
        listener.close();
    }
}
