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

/** Both directions are finished, as the application knows: nothing but a close is left to do. */
@Rule(id = "done-not-closed", severity = "error")
final class DoneNotClosed {

    private static void forget(Wire wire, End end) throws Exception {
        end.shutdownOutput();
        end.readToEof();
        wire.claim(end, "UNLISTED");
    }

    private static void forgetReset(Wire wire, End end) throws Exception {
        wire.tell(end);
        wire.refused(end::readToEof);
        wire.claim(end, "UNLISTED");
    }

    private static void close(Wire wire, End end) throws Exception {
        end.shutdownOutput();
        end.readToEof();
        end.close();
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(Kind.SOCKET)
    void socketForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Legal(Kind.SOCKET)
    void socketCloses(Wire wire) throws Exception {
        close(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Misuse(value = Kind.SOCKET, variant = "reset")
    void socketForgottenAfterReset(Wire wire) throws Exception {
        forgetReset(wire, wire.open(new Socket(HOST, wire.peer("told reset"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(wire.listen("drain close").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedCloses(Wire wire) throws Exception {
        close(wire, wire.open(wire.listen("drain close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(Kind.CHANNEL)
    void channelCloses(Wire wire) throws Exception {
        close(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Misuse(value = Kind.CHANNEL, variant = "reset")
    void channelForgottenAfterReset(Wire wire) throws Exception {
        forgetReset(wire, wire.open(SocketChannel.open(wire.address("told reset"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredForgotten(Wire wire) throws Exception {
        forget(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredCloses(Wire wire) throws Exception {
        close(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncForgotten(Wire wire) throws Exception {
        forget(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain close")));
    }

    @Legal(Kind.ASYNC)
    void asyncCloses(Wire wire) throws Exception {
        close(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain close")));
    }

    @Misuse(Kind.TLS)
    void tlsForgotten(Wire wire) throws Exception {
        forget(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain raw-close"))));
    }

    @Legal(Kind.TLS)
    void tlsCloses(Wire wire) throws Exception {
        close(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain raw-close"))));
    }
}
