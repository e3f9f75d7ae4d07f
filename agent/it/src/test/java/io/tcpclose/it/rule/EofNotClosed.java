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

/** The application reads the peer's FIN and forgets the connection, or goes on answering, which is sound. */
@Rule(
        id = "eof-not-closed",
        severity = {"warn", "error"})
final class EofNotClosed {

    private static void forget(Wire wire, End end) throws Exception {
        end.readToEof();
        wire.claim(end, "CLOSE_WAIT");
    }

    private static void answer(Wire wire, End end) throws Exception {
        end.readToEof();
        wire.claim(end, "CLOSE_WAIT");
        wire.holdWhile(() -> end.write(1));
        end.close();
    }

    @Misuse(Kind.SOCKET)
    void socketForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(new Socket(HOST, wire.peer("close"))));
    }

    @Legal(Kind.SOCKET)
    void socketAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(new Socket(HOST, wire.peer("shut drain"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(wire.listen("close").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(wire.listen("shut drain").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(SocketChannel.open(wire.address("close"))));
    }

    @Legal(Kind.CHANNEL)
    void channelAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(SocketChannel.open(wire.address("shut drain"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredForgotten(Wire wire) throws Exception {
        forget(wire, wire.select(SocketChannel.open(wire.address("close"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredAnswers(Wire wire) throws Exception {
        answer(wire, wire.select(SocketChannel.open(wire.address("shut drain"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncForgotten(Wire wire) throws Exception {
        forget(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("close")));
    }

    @Legal(Kind.ASYNC)
    void asyncAnswers(Wire wire) throws Exception {
        answer(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("shut drain")));
    }

    @Misuse(Kind.TLS)
    void tlsForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls raw-close"))));
    }

    @Legal(Kind.TLS)
    void tlsAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls raw-shut drain"))));
    }
}
