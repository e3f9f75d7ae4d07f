package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A set of idle connections grows and grows, or is a pool. */
@Rule(
        id = "idle-growing",
        severity = "warn",
        empty = {@Rule.Empty(kind = Kind.ACCEPTED, why = "a rule of the client side")})
final class IdleGrowing {

    private static void grow(Wire wire, Callable<End> opening) throws Exception {
        open(10, opening);
        wire.holdWhile(opening::call);
    }

    private static void stay(Wire wire, Callable<End> opening) throws Exception {
        List<End> pool = open(10, opening);
        wire.hold();
        for (End end : pool) {
            end.close();
        }
    }

    private static List<End> open(int count, Callable<End> opening) throws Exception {
        List<End> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(opening.call());
        }
        return opened;
    }

    @Misuse(Kind.SOCKET)
    void socketGrows(Wire wire) throws Exception {
        int port = wire.peer("hold");
        grow(wire, () -> wire.open(new Socket(HOST, port)));
    }

    @Legal(Kind.SOCKET)
    void socketStays(Wire wire) throws Exception {
        int port = wire.peer("hold");
        stay(wire, () -> wire.open(new Socket(HOST, port)));
    }

    @Misuse(Kind.CHANNEL)
    void channelGrows(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("hold");
        grow(wire, () -> wire.open(SocketChannel.open(address)));
    }

    @Legal(Kind.CHANNEL)
    void channelStays(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("hold");
        stay(wire, () -> wire.open(SocketChannel.open(address)));
    }

    @Misuse(Kind.SELECTOR)
    void registeredGrows(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("hold");
        grow(wire, () -> wire.select(SocketChannel.open(address)));
    }

    @Legal(Kind.SELECTOR)
    void registeredStays(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("hold");
        stay(wire, () -> wire.select(SocketChannel.open(address)));
    }

    @Misuse(Kind.ASYNC)
    void asyncGrows(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("hold");
        grow(wire, () -> wire.connect(AsynchronousSocketChannel.open(), address));
    }

    @Legal(Kind.ASYNC)
    void asyncStays(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("hold");
        stay(wire, () -> wire.connect(AsynchronousSocketChannel.open(), address));
    }

    @Misuse(Kind.TLS)
    void tlsGrows(Wire wire) throws Exception {
        int port = wire.peer("tls hold");
        grow(wire, () -> wire.open(wire.tls().createSocket(HOST, port)));
    }

    @Legal(Kind.TLS)
    void tlsStays(Wire wire) throws Exception {
        int port = wire.peer("tls hold");
        stay(wire, () -> wire.open(wire.tls().createSocket(HOST, port)));
    }
}
