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

/** Closed so long after the peer's FIN was read that the peer has forgotten the connection, or writing all the while. */
@Rule(id = "late-close", severity = "info")
final class LateClose {

    private static void closeLate(Wire wire, End end) throws Exception {
        end.readToEof();
        wire.pause(2500);
        wire.offends(end).close();
        wire.claim(end, "GONE");
    }

    private static void answer(Wire wire, End end) throws Exception {
        end.readToEof();
        for (int i = 0; i < 10; i++) {
            wire.pause(250);
            end.write(1);
        }
        end.close();
        wire.peerSaw(end, "eof");
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(value = Kind.SOCKET, also = "eof-not-closed")
    void socketClosesLate(Wire wire) throws Exception {
        closeLate(wire, wire.open(new Socket(HOST, wire.peer("shut drain"))));
    }

    @Legal(Kind.SOCKET)
    void socketAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(new Socket(HOST, wire.peer("shut drain"))));
    }

    @Misuse(value = Kind.ACCEPTED, also = "eof-not-closed")
    void acceptedClosesLate(Wire wire) throws Exception {
        closeLate(wire, wire.open(wire.listen("shut drain").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(wire.listen("shut drain").accept()));
    }

    @Misuse(value = Kind.CHANNEL, also = "eof-not-closed")
    void channelClosesLate(Wire wire) throws Exception {
        closeLate(wire, wire.open(SocketChannel.open(wire.address("shut drain"))));
    }

    @Legal(Kind.CHANNEL)
    void channelAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(SocketChannel.open(wire.address("shut drain"))));
    }

    @Misuse(value = Kind.SELECTOR, also = "eof-not-closed")
    void registeredClosesLate(Wire wire) throws Exception {
        closeLate(wire, wire.select(SocketChannel.open(wire.address("shut drain"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredAnswers(Wire wire) throws Exception {
        answer(wire, wire.select(SocketChannel.open(wire.address("shut drain"))));
    }

    @Misuse(value = Kind.ASYNC, also = "eof-not-closed")
    void asyncClosesLate(Wire wire) throws Exception {
        closeLate(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("shut drain")));
    }

    @Legal(Kind.ASYNC)
    void asyncAnswers(Wire wire) throws Exception {
        answer(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("shut drain")));
    }

    @Misuse(value = Kind.TLS, also = "eof-not-closed")
    void tlsClosesLate(Wire wire) throws Exception {
        closeLate(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls raw-shut drain"))));
    }

    @Legal(Kind.TLS)
    void tlsAnswers(Wire wire) throws Exception {
        answer(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls raw-shut drain"))));
    }
}
