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

/** The application has sent its FIN; the peer neither sends nor finishes, or is still answering. */
@Rule(id = "half-close-stuck", severity = "warn")
final class HalfCloseStuck {

    private static void forget(Wire wire, End end) throws Exception {
        end.shutdownOutput();
        wire.awaitPeer(end);
        wire.claim(end, "FIN_WAIT2");
    }

    private static void readOn(Wire wire, End end) throws Exception {
        end.shutdownOutput();
        end.read();
        wire.claim(end, "FIN_WAIT2");
        wire.holdWhile(end::read);
        wire.tell(end);
        end.readToEof();
        end.close();
    }

    @Misuse(Kind.SOCKET)
    void socketForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(new Socket(HOST, wire.peer("drain"))));
    }

    @Legal(Kind.SOCKET)
    void socketReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.open(new Socket(HOST, wire.peer("drain drip close"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(wire.listen("drain").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.open(wire.listen("drain drip close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.CHANNEL)
    void channelReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.open(SocketChannel.open(wire.address("drain drip close"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredForgotten(Wire wire) throws Exception {
        forget(wire, wire.select(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.select(SocketChannel.open(wire.address("drain drip close"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncForgotten(Wire wire) throws Exception {
        forget(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain")));
    }

    @Legal(Kind.ASYNC)
    void asyncReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain drip close")));
    }

    @Misuse(Kind.TLS)
    void tlsForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain"))));
    }

    @Legal(Kind.TLS)
    void tlsReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain drip close"))));
    }
}
