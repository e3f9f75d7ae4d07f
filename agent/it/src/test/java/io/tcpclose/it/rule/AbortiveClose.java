package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** Closed with SO_LINGER 0: the peer gets a reset in place of a FIN. */
@Rule(
        id = "abortive-close",
        severity = "info",
        empty = {@Rule.Empty(kind = Kind.ASYNC, why = "it has no SO_LINGER")})
final class AbortiveClose {

    private static void abort(Wire wire, End end) throws Exception {
        end.lingerZero();
        wire.offends(end).close();
        wire.peerSaw(end, "reset");
        wire.claim(end, "GONE");
    }

    /** The peer's JSSE may meet the reset when it answers our close_notify, as a broken pipe. */
    private static void abortTls(Wire wire, End end) throws Exception {
        end.lingerZero();
        wire.offends(end).close();
        wire.claim(end, "GONE");
    }

    private static void close(Wire wire, End end) throws Exception {
        end.close();
        wire.peerSaw(end, "eof");
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(Kind.SOCKET)
    void socketAborts(Wire wire) throws Exception {
        abort(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Legal(Kind.SOCKET)
    void socketCloses(Wire wire) throws Exception {
        close(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedAborts(Wire wire) throws Exception {
        abort(wire, wire.open(wire.listen("drain close").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedCloses(Wire wire) throws Exception {
        close(wire, wire.open(wire.listen("drain close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelAborts(Wire wire) throws Exception {
        abort(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(Kind.CHANNEL)
    void channelCloses(Wire wire) throws Exception {
        close(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredAborts(Wire wire) throws Exception {
        abort(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredCloses(Wire wire) throws Exception {
        close(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Misuse(Kind.TLS)
    void tlsAborts(Wire wire) throws Exception {
        abortTls(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain"))));
    }

    @Legal(Kind.TLS)
    void tlsCloses(Wire wire) throws Exception {
        End end = wire.open(wire.tls().createSocket(HOST, wire.peer("tls push:4 drain")));
        // Reads the session tickets of TLS 1.3 that come before: unread, they would make this close a RST as well.
        end.readFully(4);
        close(wire, end);
    }
}
