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

/** The peer is gone and a write is answered by a reset, or it has only finished sending. */
@Rule(id = "write-after-fin", severity = "warn")
final class WriteAfterFin {

    private static void writeOn(Wire wire, End end) throws Exception {
        end.readToEof();
        wire.offends(end).write(1);
        wire.pause(200);
        wire.refused(() -> end.write(1));
        end.close();
        wire.claim(end, "GONE");
    }

    private static void answer(Wire wire, End end) throws Exception {
        end.readToEof();
        end.write(1);
        end.write(1);
        end.close();
        wire.peerSaw(end, "eof");
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(Kind.SOCKET)
    void socketWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(new Socket(HOST, wire.peer("close"))));
    }

    @Legal(Kind.SOCKET)
    void socketAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(new Socket(HOST, wire.peer("shut drain"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(wire.listen("close").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(wire.listen("shut drain").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(SocketChannel.open(wire.address("close"))));
    }

    @Legal(Kind.CHANNEL)
    void channelAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(SocketChannel.open(wire.address("shut drain"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.select(SocketChannel.open(wire.address("close"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredAnswers(Wire wire) throws Exception {
        answer(wire, wire.select(SocketChannel.open(wire.address("shut drain"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("close")));
    }

    @Legal(Kind.ASYNC)
    void asyncAnswers(Wire wire) throws Exception {
        answer(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("shut drain")));
    }

    @Misuse(Kind.TLS)
    void tlsWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls raw-close"))));
    }

    @Legal(Kind.TLS)
    void tlsAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls raw-shut drain"))));
    }
}
