package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Holder;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.ShutdownMain;
import io.tcpclose.it.app.Wire;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;

/** Another process that holds the same socket ends it for all, or only lets its copy go. */
@Rule(id = "foreign-shutdown", severity = "warn")
final class ForeignShutdown {
    private static void shutByChild(Wire wire, End end) throws Exception {
        Holder.of(end, ShutdownMain.class).waitFor();
        wire.peerSaw(end, "eof");
        wire.claim(end, "FIN_WAIT2");
    }

    private static void shutItself(Wire wire, End end) throws Exception {
        Holder.of(end);
        end.shutdownOutput();
        end.readToEof();
        end.close();
        wire.peerSaw(end, "eof");
        wire.claim(end, "GONE");
        wire.hold();
    }

    private static void releasedByChild(Wire wire, End end) throws Exception {
        Holder.of(end, "sleep", "0.5").waitFor();
        wire.claim(end, "ESTABLISHED");
        wire.hold();
        end.close();
    }

    @Misuse(Kind.SOCKET)
    void socketShutByChild(Wire wire) throws Exception {
        shutByChild(wire, wire.open(new Socket(HOST, wire.peer("drain"))));
    }

    @Legal(Kind.SOCKET)
    void socketShutsItself(Wire wire) throws Exception {
        shutItself(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Legal(value = Kind.SOCKET, variant = "copy")
    void socketHeldAndReleasedByChild(Wire wire) throws Exception {
        releasedByChild(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedShutByChild(Wire wire) throws Exception {
        shutByChild(wire, wire.open(wire.listen("drain").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedShutsItself(Wire wire) throws Exception {
        shutItself(wire, wire.open(wire.listen("drain close").accept()));
    }

    @Legal(value = Kind.ACCEPTED, variant = "copy")
    void acceptedHeldAndReleasedByChild(Wire wire) throws Exception {
        releasedByChild(wire, wire.open(wire.listen("drain close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelShutByChild(Wire wire) throws Exception {
        shutByChild(wire, wire.open(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.CHANNEL)
    void channelShutsItself(Wire wire) throws Exception {
        shutItself(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(value = Kind.CHANNEL, variant = "copy")
    void channelHeldAndReleasedByChild(Wire wire) throws Exception {
        releasedByChild(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredShutByChild(Wire wire) throws Exception {
        shutByChild(wire, wire.select(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredShutsItself(Wire wire) throws Exception {
        shutItself(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(value = Kind.SELECTOR, variant = "copy")
    void registeredHeldAndReleasedByChild(Wire wire) throws Exception {
        releasedByChild(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncShutByChild(Wire wire) throws Exception {
        shutByChild(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain")));
    }

    @Legal(Kind.ASYNC)
    void asyncShutsItself(Wire wire) throws Exception {
        shutItself(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain close")));
    }

    @Legal(value = Kind.ASYNC, variant = "copy")
    void asyncHeldAndReleasedByChild(Wire wire) throws Exception {
        releasedByChild(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain close")));
    }

    @Misuse(Kind.TLS)
    void tlsShutByChild(Wire wire) throws Exception {
        shutByChild(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain"))));
    }

    @Legal(Kind.TLS)
    void tlsShutsItself(Wire wire) throws Exception {
        shutItself(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain close"))));
    }

    @Legal(value = Kind.TLS, variant = "copy")
    void tlsHeldAndReleasedByChild(Wire wire) throws Exception {
        releasedByChild(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain close"))));
    }
}
