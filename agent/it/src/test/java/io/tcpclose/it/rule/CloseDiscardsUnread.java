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

/** Bytes wait unread when the connection is closed: the kernel answers with a reset. */
@Rule(
        id = "close-discards-unread",
        severity = "warn",
        empty = {@Rule.Empty(kind = Kind.TLS, why = "JSSE reads what waits before it closes")})
final class CloseDiscardsUnread {

    /** Whether the peer is told depends on the class that closes: a FIN that went out first masks the reset. */
    private static void discard(Wire wire, End end, String peerSees) throws Exception {
        wire.awaitSent(end, 7);
        wire.offends(end).close();
        wire.pause(50);
        wire.tell(end);
        wire.peerSaw(end, peerSees);
        wire.claim(end, "GONE");
    }

    private static void readFirst(Wire wire, End end) throws Exception {
        end.readFully(7);
        end.close();
        wire.tell(end);
        wire.peerSaw(end, "eof");
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(Kind.SOCKET)
    void socketDiscards(Wire wire) throws Exception {
        discard(wire, wire.open(new Socket(HOST, wire.peer("push:7 told drain close"))), "eof");
    }

    @Legal(Kind.SOCKET)
    void socketReadsFirst(Wire wire) throws Exception {
        readFirst(wire, wire.open(new Socket(HOST, wire.peer("push:7 told drain close"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedDiscards(Wire wire) throws Exception {
        discard(wire, wire.open(wire.listen("push:7 told drain close").accept()), "eof");
    }

    @Legal(Kind.ACCEPTED)
    void acceptedReadsFirst(Wire wire) throws Exception {
        readFirst(wire, wire.open(wire.listen("push:7 told drain close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelDiscards(Wire wire) throws Exception {
        discard(wire, wire.open(SocketChannel.open(wire.address("push:7 told drain close"))), "reset");
    }

    @Legal(Kind.CHANNEL)
    void channelReadsFirst(Wire wire) throws Exception {
        readFirst(wire, wire.open(SocketChannel.open(wire.address("push:7 told drain close"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredDiscards(Wire wire) throws Exception {
        discard(wire, wire.select(SocketChannel.open(wire.address("push:7 told drain close"))), "eof");
    }

    @Legal(Kind.SELECTOR)
    void registeredReadsFirst(Wire wire) throws Exception {
        readFirst(wire, wire.select(SocketChannel.open(wire.address("push:7 told drain close"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncDiscards(Wire wire) throws Exception {
        discard(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("push:7 told drain close")), "reset");
    }

    @Legal(Kind.ASYNC)
    void asyncReadsFirst(Wire wire) throws Exception {
        readFirst(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("push:7 told drain close")));
    }
}
