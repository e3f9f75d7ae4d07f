package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Holder;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;

/** close() lets only our copy go while a child holds the socket; shutdown asks nobody. */
@Rule(
        id = "fin-withheld",
        severity = "error",
        empty = {
            @Rule.Empty(kind = Kind.SOCKET, why = "the JDK shuts the output down before it closes"),
            @Rule.Empty(kind = Kind.ACCEPTED, why = "the JDK shuts the output down before it closes"),
            @Rule.Empty(kind = Kind.SELECTOR, why = "the JDK shuts the output down before it closes"),
            @Rule.Empty(kind = Kind.TLS, why = "JSSE shuts the output down before it closes")
        })
final class FinWithheld {
    private static void close(Wire wire, End end) throws Exception {
        wire.says(Holder.of(end).pid());
        wire.says("sleep");
        wire.offends(end).close();
        wire.claim(end, "ELSEWHERE_ESTABLISHED");
    }

    private static void closeWithFin(Wire wire, End end) throws Exception {
        Holder.of(end);
        end.close();
        wire.peerSaw(end, "eof");
        wire.claim(end, "ELSEWHERE_FIN_WAIT2");
        wire.hold();
    }

    private static void shutOutputFirst(Wire wire, End end) throws Exception {
        Holder.of(end);
        end.shutdownOutput();
        end.close();
        wire.peerSaw(end, "eof");
        wire.claim(end, "ELSEWHERE_FIN_WAIT2");
        wire.hold();
    }

    @Legal(Kind.SOCKET)
    void socketClosesBesideChild(Wire wire) throws Exception {
        closeWithFin(wire, wire.open(new Socket(HOST, wire.peer("drain"))));
    }

    @Legal(value = Kind.SOCKET, variant = "shutdown")
    void socketShutsOutputFirst(Wire wire) throws Exception {
        shutOutputFirst(wire, wire.open(new Socket(HOST, wire.peer("drain"))));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedClosesBesideChild(Wire wire) throws Exception {
        closeWithFin(wire, wire.open(wire.listen("drain").accept()));
    }

    @Legal(value = Kind.ACCEPTED, variant = "shutdown")
    void acceptedShutsOutputFirst(Wire wire) throws Exception {
        shutOutputFirst(wire, wire.open(wire.listen("drain").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelClosesBesideChild(Wire wire) throws Exception {
        close(wire, wire.open(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.CHANNEL)
    void channelShutsOutputFirst(Wire wire) throws Exception {
        shutOutputFirst(wire, wire.open(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredClosesBesideChild(Wire wire) throws Exception {
        closeWithFin(wire, wire.select(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(value = Kind.SELECTOR, variant = "shutdown")
    void registeredShutsOutputFirst(Wire wire) throws Exception {
        shutOutputFirst(wire, wire.select(SocketChannel.open(wire.address("drain"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncClosesBesideChild(Wire wire) throws Exception {
        close(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain")));
    }

    @Legal(Kind.ASYNC)
    void asyncShutsOutputFirst(Wire wire) throws Exception {
        shutOutputFirst(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain")));
    }
}
