package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;

/** A connection for each exchange, many times a second, or one connection for all of them. */
@Rule(
        id = "connection-churn",
        severity = "info",
        empty = {
            @Rule.Empty(kind = Kind.ACCEPTED, why = "a rule of the client side"),
            @Rule.Empty(kind = Kind.TLS, why = "a Socket below; handshakes would only make the test slow")
        })
final class ConnectionChurn {
    /** At some hundred a second: four seconds of it. */
    private static final int EXCHANGES = 400;

    private static void churn(Wire wire, Callable<End> opening) throws Exception {
        for (int i = 0; i < EXCHANGES; i++) {
            End end = opening.call();
            exchange(wire, end);
            end.close();
        }
    }

    private static void reuse(Wire wire, Callable<End> opening) throws Exception {
        End end = opening.call();
        for (int i = 0; i < EXCHANGES; i++) {
            exchange(wire, end);
        }
        wire.hold();
        end.close();
    }

    private static void exchange(Wire wire, End end) throws Exception {
        end.write(1);
        end.readFully(1);
        wire.pause(8);
    }

    @Misuse(Kind.SOCKET)
    void socketChurns(Wire wire) throws Exception {
        int port = wire.peer("echo close");
        churn(wire, () -> wire.open(new Socket(HOST, port)));
    }

    @Legal(Kind.SOCKET)
    void socketReuses(Wire wire) throws Exception {
        int port = wire.peer("echo close");
        reuse(wire, () -> wire.open(new Socket(HOST, port)));
    }

    @Misuse(Kind.CHANNEL)
    void channelChurns(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("echo close");
        churn(wire, () -> wire.open(SocketChannel.open(address)));
    }

    @Legal(Kind.CHANNEL)
    void channelReuses(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("echo close");
        reuse(wire, () -> wire.open(SocketChannel.open(address)));
    }

    @Misuse(Kind.SELECTOR)
    void registeredChurns(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("echo close");
        churn(wire, () -> wire.select(SocketChannel.open(address)));
    }

    @Legal(Kind.SELECTOR)
    void registeredReuses(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("echo close");
        reuse(wire, () -> wire.select(SocketChannel.open(address)));
    }

    @Misuse(Kind.ASYNC)
    void asyncChurns(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("echo close");
        churn(wire, () -> wire.connect(AsynchronousSocketChannel.open(), address));
    }

    @Legal(Kind.ASYNC)
    void asyncReuses(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("echo close");
        reuse(wire, () -> wire.connect(AsynchronousSocketChannel.open(), address));
    }
}
