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

/** Open when the application has ended, its shutdown hooks included. */
@Rule(id = "open-at-exit", severity = "info")
final class OpenAtExit {

    private static void leave(Wire wire, End end) throws Exception {
        wire.claim(end, "ESTABLISHED");
    }

    private static void close(Wire wire, End end) throws Exception {
        wire.claim(end, "ESTABLISHED");
        wire.hold();
        end.close();
    }

    @Misuse(Kind.SOCKET)
    void socketLeftOpen(Wire wire) throws Exception {
        leave(wire, wire.open(new Socket(HOST, wire.peer("hold"))));
    }

    @Legal(Kind.SOCKET)
    void socketClosedInTime(Wire wire) throws Exception {
        close(wire, wire.open(new Socket(HOST, wire.peer("hold"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedLeftOpen(Wire wire) throws Exception {
        leave(wire, wire.open(wire.listen("hold").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedClosedInTime(Wire wire) throws Exception {
        close(wire, wire.open(wire.listen("hold").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelLeftOpen(Wire wire) throws Exception {
        leave(wire, wire.open(SocketChannel.open(wire.address("hold"))));
    }

    @Legal(Kind.CHANNEL)
    void channelClosedInTime(Wire wire) throws Exception {
        close(wire, wire.open(SocketChannel.open(wire.address("hold"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredLeftOpen(Wire wire) throws Exception {
        leave(wire, wire.select(SocketChannel.open(wire.address("hold"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredClosedInTime(Wire wire) throws Exception {
        close(wire, wire.select(SocketChannel.open(wire.address("hold"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncLeftOpen(Wire wire) throws Exception {
        leave(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("hold")));
    }

    @Legal(Kind.ASYNC)
    void asyncClosedInTime(Wire wire) throws Exception {
        close(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("hold")));
    }

    @Misuse(value = Kind.TLS, severity = "info")
    void tlsLeftOpenWithItsSessionTicketsUnread(Wire wire) throws Exception {
        leave(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls hold"))));
    }

    @Legal(Kind.TLS)
    void tlsClosedInTime(Wire wire) throws Exception {
        End end = wire.open(wire.tls().createSocket(HOST, wire.peer("tls push:4 hold")));
        end.readFully(4);
        close(wire, end);
    }
}
