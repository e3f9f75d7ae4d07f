package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.OwnSockets;
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

    /**
     * As a pool does with what has gone stale: idle, so that only the kernel knows. Both writes offend: on a loaded
     * machine the FIN may be learnt of only between them, and then nobody can tell what the RST answers: that is info.
     */
    private static void writeUnaware(Wire wire, End end) throws Exception {
        wire.awaitPeer(end);
        wire.pause(1500);
        wire.offends(end).write(1);
        wire.pause(200);
        wire.refused(() -> wire.offends(end).write(1));
        end.close();
        wire.claim(end, "GONE");
    }

    /** The FIN meant only that the peer has no more to say. */
    private static void answerUnaware(Wire wire, End end) throws Exception {
        OwnSockets.awaitFin(end);
        wire.pause(700);
        end.write(1);
        end.write(1);
        end.close();
        wire.awaitPeer(end);
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

    @Misuse(
            value = Kind.SOCKET,
            variant = "unnoticed",
            severity = {"warn", "info"})
    void socketWritesUnaware(Wire wire) throws Exception {
        writeUnaware(wire, wire.open(new Socket(HOST, wire.peer("close"))));
    }

    @Legal(value = Kind.SOCKET, variant = "unnoticed")
    void socketAnswersUnaware(Wire wire) throws Exception {
        answerUnaware(wire, wire.open(new Socket(HOST, wire.peer("shut drain"))));
    }

    @Misuse(value = Kind.ACCEPTED, variant = "unnoticed", severity = "info")
    void acceptedWritesUnaware(Wire wire) throws Exception {
        writeUnaware(wire, wire.open(wire.listen("close").accept()));
    }

    @Legal(value = Kind.ACCEPTED, variant = "unnoticed")
    void acceptedAnswersUnaware(Wire wire) throws Exception {
        answerUnaware(wire, wire.open(wire.listen("shut drain").accept()));
    }

    @Misuse(
            value = Kind.CHANNEL,
            variant = "unnoticed",
            severity = {"warn", "info"})
    void channelWritesUnaware(Wire wire) throws Exception {
        writeUnaware(wire, wire.open(SocketChannel.open(wire.address("close"))));
    }

    @Legal(value = Kind.CHANNEL, variant = "unnoticed")
    void channelAnswersUnaware(Wire wire) throws Exception {
        answerUnaware(wire, wire.open(SocketChannel.open(wire.address("shut drain"))));
    }

    @Misuse(
            value = Kind.SELECTOR,
            variant = "unnoticed",
            severity = {"warn", "info"})
    void registeredWritesUnaware(Wire wire) throws Exception {
        writeUnaware(wire, wire.select(SocketChannel.open(wire.address("close"))));
    }

    @Legal(value = Kind.SELECTOR, variant = "unnoticed")
    void registeredAnswersUnaware(Wire wire) throws Exception {
        answerUnaware(wire, wire.select(SocketChannel.open(wire.address("shut drain"))));
    }

    @Misuse(
            value = Kind.ASYNC,
            variant = "unnoticed",
            severity = {"warn", "info"})
    void asyncWritesUnaware(Wire wire) throws Exception {
        writeUnaware(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("close")));
    }

    @Legal(value = Kind.ASYNC, variant = "unnoticed")
    void asyncAnswersUnaware(Wire wire) throws Exception {
        answerUnaware(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("shut drain")));
    }

    @Misuse(
            value = Kind.TLS,
            variant = "unnoticed",
            severity = {"warn", "info"})
    void tlsWritesUnaware(Wire wire) throws Exception {
        writeUnaware(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls raw-close"))));
    }

    @Legal(value = Kind.TLS, variant = "unnoticed")
    void tlsAnswersUnaware(Wire wire) throws Exception {
        End end = wire.open(wire.tls().createSocket(HOST, wire.peer("tls push:4 raw-shut drain")));
        // with the session tickets before it: unread, they would make the close a reset
        end.readFully(4);
        answerUnaware(wire, end);
    }
}
