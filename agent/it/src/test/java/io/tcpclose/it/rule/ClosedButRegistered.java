package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.ANY_PORT;

import com.sun.net.httpserver.HttpServer;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.SelectorEnd;
import io.tcpclose.it.app.Wire;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** close() of a registered channel leaves the descriptor to the next select, which may never come. */
@Rule(
        id = "closed-but-registered",
        severity = {"warn", "error"},
        empty = {
            @Rule.Empty(kind = Kind.SOCKET, why = "close() frees the descriptor at once: there is no key"),
            @Rule.Empty(kind = Kind.ACCEPTED, why = "close() frees the descriptor at once: there is no key"),
            @Rule.Empty(kind = Kind.CHANNEL, why = "close() frees the descriptor at once: there is no key"),
            @Rule.Empty(kind = Kind.ASYNC, why = "close() frees the descriptor at once: there is no key"),
            @Rule.Empty(kind = Kind.TLS, why = "close() frees the descriptor at once: there is no key")
        })
final class ClosedButRegistered {

    private static void abandon(Wire wire, SelectorEnd end) throws Exception {
        end.closeOnly();
        wire.awaitPeer(end);
        wire.claim(end, "FIN_WAIT2");
    }

    /** With SO_LINGER 0 not even a FIN goes out. */
    private static void abandonAborted(Wire wire, SelectorEnd end) throws Exception {
        end.lingerZero();
        end.closeOnly();
        wire.claim(end, "ESTABLISHED");
    }

    private static void selectLater(Wire wire, SelectorEnd end) throws Exception {
        end.closeOnly();
        wire.pause(300);
        end.flush();
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(Kind.SELECTOR)
    void registeredAbandoned(Wire wire) throws Exception {
        abandon(wire, wire.select(SocketChannel.open(wire.address("drain"))));
    }

    @Misuse(value = Kind.SELECTOR, variant = "linger")
    void registeredAbandonedWithLingerZero(Wire wire) throws Exception {
        abandonAborted(wire, wire.select(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredFlushed(Wire wire) throws Exception {
        selectLater(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    private static ServerSocketChannel registered(Wire wire, ServerSocketChannel listener, Selector selector)
            throws Exception {
        listener.configureBlocking(false);
        listener.register(wire.keep(selector), SelectionKey.OP_ACCEPT);
        return listener;
    }

    @Misuse(value = Kind.SELECTOR, variant = "listener")
    void listenerAbandoned(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listening(ServerSocketChannel.open().bind(ANY_PORT));
        registered(wire, listener, Selector.open());
        wire.says("the port still listens");
        wire.offends(listener).close();
    }

    /** As a test does that only wants a free port. */
    @Misuse(value = Kind.SELECTOR, variant = "http-server")
    void httpServerStoppedWithoutStart(Wire wire) throws Exception {
        HttpServer server = wire.httpServer(HttpServer.create(ANY_PORT, 0));
        wire.says("the port still listens");
        wire.offends(server).stop(0);
    }

    @Legal(value = Kind.SELECTOR, variant = "listener")
    void listenerFlushed(Wire wire) throws Exception {
        Selector selector = Selector.open();
        ServerSocketChannel listener = wire.listening(ServerSocketChannel.open().bind(ANY_PORT));
        registered(wire, listener, selector).close();
        wire.pause(300);
        selector.selectNow();
        wire.hold();
    }

    @Legal(value = Kind.SELECTOR, variant = "http-server")
    void httpServerStarted(Wire wire) throws Exception {
        HttpServer server = wire.httpServer(HttpServer.create(ANY_PORT, 0));
        server.start();
        server.stop(0);
        wire.hold();
    }
}
