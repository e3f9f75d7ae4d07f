package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;

/** The thread that closed writes on, or a close unblocks a reader and is repeated, as is usual. */
@Rule(id = "use-after-close", severity = "warn")
final class UseAfterClose {

    private static void writeOn(Wire wire, End end) throws Exception {
        end.close();
        wire.refused(() -> wire.offends(end).write(1));
        wire.refused(() -> end.write(1));
        wire.claim(end, "GONE");
    }

    private static void unblockReader(Wire wire, End end) throws Exception {
        Thread reader = new Thread(() -> readToFailure(end));
        reader.start();
        wire.pause(300);
        end.close();
        end.close();
        reader.join();
        wire.claim(end, "GONE");
        wire.hold();
    }

    private static void readToFailure(End end) {
        try {
            end.readToEof();
        } catch (IOException e) {
            // what every reader does that is ended by a close
        }
    }

    @Misuse(Kind.SOCKET)
    void socketWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Legal(Kind.SOCKET)
    void socketUnblocksReader(Wire wire) throws Exception {
        unblockReader(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(wire.listen("drain close").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedUnblocksReader(Wire wire) throws Exception {
        unblockReader(wire, wire.open(wire.listen("drain close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(Kind.CHANNEL)
    void channelUnblocksReader(Wire wire) throws Exception {
        unblockReader(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredUnblocksReader(Wire wire) throws Exception {
        unblockReader(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain close")));
    }

    @Legal(Kind.ASYNC)
    void asyncUnblocksReader(Wire wire) throws Exception {
        unblockReader(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain close")));
    }

    @Misuse(Kind.TLS)
    void tlsWritesOn(Wire wire) throws Exception {
        writeOn(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain raw-close"))));
    }

    @Legal(Kind.TLS)
    void tlsUnblocksReader(Wire wire) throws Exception {
        unblockReader(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain raw-close"))));
    }
}
