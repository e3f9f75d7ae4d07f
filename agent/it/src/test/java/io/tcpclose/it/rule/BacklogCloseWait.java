package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.ANY_PORT;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Ports;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.net.ServerSocket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.Callable;

/** Peers gave up before anybody accepted them, or wait, or are accepted at last. */
@Rule(
        id = "backlog-close-wait",
        severity = "error",
        empty = {
            @Rule.Empty(kind = Kind.SOCKET, why = "a rule of listeners"),
            @Rule.Empty(kind = Kind.TLS, why = "its listener is a ServerSocket")
        })
final class BacklogCloseWait {
    private static final int PEERS = 3;

    private static void neglect(Wire wire, int port) throws Exception {
        for (int i = 0; i < PEERS; i++) {
            int peer = wire.dial(port, "push:5 close");
            wire.awaitPeer(port, peer);
            wire.claim(port, peer, "OWNERLESS_CLOSE_WAIT");
        }
    }

    private static void keepWaiting(Wire wire, int port) throws Exception {
        for (int i = 0; i < PEERS; i++) {
            int peer = wire.dial(port, "push:5 hold");
            wire.awaitPeer(port, peer);
            wire.claim(port, peer, "OWNERLESS_ESTABLISHED");
        }
        wire.hold();
    }

    /** They have left already, and are served nevertheless. */
    private static void acceptLate(Wire wire, int port, Callable<End> accepting) throws Exception {
        for (int i = 0; i < PEERS; i++) {
            int peer = wire.dial(port, "push:5 close");
            wire.awaitPeer(port, peer);
            wire.claim(port, peer, "GONE");
        }
        for (int i = 0; i < PEERS; i++) {
            End end = accepting.call();
            end.readToEof();
            end.close();
        }
        wire.hold();
    }

    private static ServerSocketChannel registered(ServerSocketChannel listener) throws Exception {
        listener.configureBlocking(false);
        listener.register(Selector.open(), SelectionKey.OP_ACCEPT);
        return listener;
    }

    @Misuse(Kind.ACCEPTED)
    void serverSocketNeglected(Wire wire) throws Exception {
        ServerSocket listener = wire.listening(new ServerSocket(0, 50, ANY_PORT.getAddress()));
        neglect(wire, listener.getLocalPort());
    }

    @Legal(Kind.ACCEPTED)
    void serverSocketKeepsWaiting(Wire wire) throws Exception {
        ServerSocket listener = wire.listening(new ServerSocket(0, 50, ANY_PORT.getAddress()));
        keepWaiting(wire, listener.getLocalPort());
    }

    @Legal(value = Kind.ACCEPTED, variant = "late")
    void serverSocketAcceptsLate(Wire wire) throws Exception {
        ServerSocket listener = wire.listening(new ServerSocket(0, 50, ANY_PORT.getAddress()));
        acceptLate(wire, listener.getLocalPort(), () -> wire.open(listener.accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelNeglected(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listening(ServerSocketChannel.open().bind(ANY_PORT));
        neglect(wire, Ports.of(listener.getLocalAddress()));
    }

    @Legal(Kind.CHANNEL)
    void channelKeepsWaiting(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listening(ServerSocketChannel.open().bind(ANY_PORT));
        keepWaiting(wire, Ports.of(listener.getLocalAddress()));
    }

    @Legal(value = Kind.CHANNEL, variant = "late")
    void channelAcceptsLate(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listening(ServerSocketChannel.open().bind(ANY_PORT));
        acceptLate(wire, Ports.of(listener.getLocalAddress()), () -> wire.open(listener.accept()));
    }

    @Misuse(Kind.SELECTOR)
    void registeredNeglected(Wire wire) throws Exception {
        ServerSocketChannel listener =
                wire.listening(registered(ServerSocketChannel.open().bind(ANY_PORT)));
        neglect(wire, Ports.of(listener.getLocalAddress()));
    }

    @Legal(Kind.SELECTOR)
    void registeredKeepsWaiting(Wire wire) throws Exception {
        ServerSocketChannel listener =
                wire.listening(registered(ServerSocketChannel.open().bind(ANY_PORT)));
        keepWaiting(wire, Ports.of(listener.getLocalAddress()));
    }

    @Legal(value = Kind.SELECTOR, variant = "late")
    void registeredAcceptsLate(Wire wire) throws Exception {
        ServerSocketChannel listener =
                wire.listening(registered(ServerSocketChannel.open().bind(ANY_PORT)));
        acceptLate(wire, Ports.of(listener.getLocalAddress()), () -> wire.select(listener.accept()));
    }

    @Misuse(Kind.ASYNC)
    void asyncNeglected(Wire wire) throws Exception {
        AsynchronousServerSocketChannel listener =
                wire.listening(AsynchronousServerSocketChannel.open().bind(ANY_PORT));
        neglect(wire, Ports.of(listener.getLocalAddress()));
    }

    @Legal(Kind.ASYNC)
    void asyncKeepsWaiting(Wire wire) throws Exception {
        AsynchronousServerSocketChannel listener =
                wire.listening(AsynchronousServerSocketChannel.open().bind(ANY_PORT));
        keepWaiting(wire, Ports.of(listener.getLocalAddress()));
    }

    @Legal(value = Kind.ASYNC, variant = "late")
    void asyncAcceptsLate(Wire wire) throws Exception {
        AsynchronousServerSocketChannel listener =
                wire.listening(AsynchronousServerSocketChannel.open().bind(ANY_PORT));
        acceptLate(wire, Ports.of(listener.getLocalAddress()), () -> wire.accepted(listener.accept()));
    }

    /** The one that has accepted, and does no more, is named. */
    @Misuse(value = Kind.ACCEPTED, variant = "accepted-before")
    void serverSocketNeglectedLater(Wire wire) throws Exception {
        ServerSocket listener = wire.listening(new ServerSocket(0, 50, ANY_PORT.getAddress()));
        wire.dial(listener.getLocalPort(), "push:5 hold");
        wire.open(wire.offends(listener).accept()).readFully(5);
        wire.says("It accepted last");
        neglect(wire, listener.getLocalPort());
    }

    @Misuse(value = Kind.SELECTOR, variant = "closed", also = "closed-but-registered")
    void registeredClosedAndAbandoned(Wire wire) throws Exception {
        ServerSocketChannel listener =
                wire.listening(registered(ServerSocketChannel.open().bind(ANY_PORT)));
        int port = Ports.of(listener.getLocalAddress());
        wire.says("its port still listens: no accept will take them");
        wire.offends(listener).close();
        neglect(wire, port);
    }
}
