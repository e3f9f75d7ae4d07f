package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;

/** We have closed, and the peer keeps its end, which is no fault of ours, or closes a moment later. */
@Rule(
        id = "orphan-fin-wait-2",
        severity = "info",
        namesCode = false,
        empty =
                @Rule.Empty(
                        kind = Kind.TLS,
                        why = "the peer's JSSE answers our close_notify, and our kernel resets what it has closed"))
final class OrphanFinWait2 {
    private static void closeAlone(Wire wire, End end) throws Exception {
        end.close();
        wire.peerSaw(end, "eof");
        wire.claim(end, "OWNERLESS_FIN_WAIT2");
    }

    private static void peerFollows(Wire wire, End end) throws Exception {
        end.close();
        wire.awaitPeer(end);
        wire.peerSaw(end, "eof");
        wire.claim(end, "OWNERLESS_TIME_WAIT");
        wire.hold();
    }

    @Misuse(Kind.SOCKET)
    void socketClosesAlone(Wire wire) throws Exception {
        closeAlone(wire, wire.open(new Socket(HOST, wire.peer("drain"))));
    }

    @Legal(Kind.SOCKET)
    void socketClosesAndPeerFollows(Wire wire) throws Exception {
        peerFollows(wire, wire.open(new Socket(HOST, wire.peer("drain sleep:300 close"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedClosesAlone(Wire wire) throws Exception {
        closeAlone(wire, wire.open(wire.listen("drain").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedClosesAndPeerFollows(Wire wire) throws Exception {
        peerFollows(wire, wire.open(wire.listen("drain sleep:300 close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelClosesAlone(Wire wire) throws Exception {
        closeAlone(wire, wire.open(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.CHANNEL)
    void channelClosesAndPeerFollows(Wire wire) throws Exception {
        peerFollows(wire, wire.open(SocketChannel.open(wire.address("drain sleep:300 close"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredClosesAlone(Wire wire) throws Exception {
        closeAlone(wire, wire.select(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredClosesAndPeerFollows(Wire wire) throws Exception {
        peerFollows(wire, wire.select(SocketChannel.open(wire.address("drain sleep:300 close"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncClosesAlone(Wire wire) throws Exception {
        closeAlone(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain")));
    }

    @Legal(Kind.ASYNC)
    void asyncClosesAndPeerFollows(Wire wire) throws Exception {
        peerFollows(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain sleep:300 close")));
    }
}
