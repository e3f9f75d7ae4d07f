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

/** A direction that the application itself has shut down is used again, or only the other one. */
@Rule(
        id = "use-after-shutdown",
        severity = "warn",
        empty = {@Rule.Empty(kind = Kind.TLS, why = "JSSE refuses it above the socket: no call reaches the connection")
        })
final class UseAfterShutdown {

    private static void writeOn(Wire wire, End end) throws Exception {
        end.shutdownOutput();
        wire.refused(() -> wire.offends(end).write(1));
        end.close();
        wire.claim(end, "GONE");
    }

    private static void readOn(Wire wire, End end) throws Exception {
        end.shutdownOutput();
        end.readToEof();
        end.close();
        wire.claim(end, "GONE");
        wire.hold();
    }

    private static void readAgain(Wire wire, End end) throws Exception {
        end.shutdownInput();
        end.read();
        wire.offends(end).read();
        end.close();
        wire.claim(end, "GONE");
    }

    private static void readOnce(Wire wire, End end) throws Exception {
        end.shutdownInput();
        end.read();
        end.close();
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(Kind.SOCKET)
    void socketWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Legal(Kind.SOCKET)
    void socketReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.open(new Socket(HOST, wire.peer("drain push:5 close"))));
    }

    @Misuse(value = Kind.SOCKET, variant = "input")
    void socketReadsAgain(Wire wire) throws Exception {
        readAgain(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Legal(value = Kind.SOCKET, variant = "input")
    void socketReadsOnce(Wire wire) throws Exception {
        readOnce(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(wire.listen("drain close").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.open(wire.listen("drain push:5 close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(Kind.CHANNEL)
    void channelReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.open(SocketChannel.open(wire.address("drain push:5 close"))));
    }

    @Misuse(value = Kind.CHANNEL, variant = "input")
    void channelReadsAgain(Wire wire) throws Exception {
        readAgain(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(value = Kind.CHANNEL, variant = "input")
    void channelReadsOnce(Wire wire) throws Exception {
        readOnce(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.select(SocketChannel.open(wire.address("drain push:5 close"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain close")));
    }

    @Legal(Kind.ASYNC)
    void asyncReadsOn(Wire wire) throws Exception {
        readOn(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain push:5 close")));
    }
}
