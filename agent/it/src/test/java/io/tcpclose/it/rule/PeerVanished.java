package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.OwnSockets;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;

/** Nobody acknowledges what was written, or a peer that does not read says so. */
@Rule(id = "peer-vanished", severity = "warn")
final class PeerVanished {
    /** More than all buffers between the ends hold together. */
    private static final int CHUNKS = 200;

    private static void writeIntoTheVoid(Wire wire, End end) throws Exception {
        end.write(1);
        end.readFully(1);
        wire.tell(end);
        wire.awaitPeer(end);
        end.write(1);
        OwnSockets.awaitRetransmits(end, 5);
        wire.claim(end, "ESTABLISHED");
    }

    /** Each probe of the closed window is answered. */
    private static void waitForWindow(Wire wire, End end) throws Exception {
        Thread writer = new Thread(() -> writeMuch(end));
        writer.start();
        OwnSockets.awaitFullWindow(end);
        wire.claim(end, "ESTABLISHED");
        wire.hold();
        wire.tell(end);
        writer.join();
        end.close();
    }

    private static void writeMuch(End end) {
        try {
            for (int i = 0; i < CHUNKS; i++) {
                end.write(64 * 1024);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Misuse(Kind.SOCKET)
    void socketWritesIntoTheVoid(Wire wire) throws Exception {
        writeIntoTheVoid(wire, wire.open(new Socket(HOST, wire.peer("read:1 push:1 told vanish"))));
    }

    @Legal(Kind.SOCKET)
    void socketWaitsForWindow(Wire wire) throws Exception {
        waitForWindow(wire, wire.open(new Socket(HOST, wire.peer("told drain close"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedWritesIntoTheVoid(Wire wire) throws Exception {
        writeIntoTheVoid(
                wire, wire.open(wire.listen("read:1 push:1 told vanish").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedWaitsForWindow(Wire wire) throws Exception {
        waitForWindow(wire, wire.open(wire.listen("told drain close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelWritesIntoTheVoid(Wire wire) throws Exception {
        writeIntoTheVoid(wire, wire.open(SocketChannel.open(wire.address("read:1 push:1 told vanish"))));
    }

    @Legal(Kind.CHANNEL)
    void channelWaitsForWindow(Wire wire) throws Exception {
        waitForWindow(wire, wire.open(SocketChannel.open(wire.address("told drain close"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredWritesIntoTheVoid(Wire wire) throws Exception {
        writeIntoTheVoid(wire, wire.select(SocketChannel.open(wire.address("read:1 push:1 told vanish"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredWaitsForWindow(Wire wire) throws Exception {
        waitForWindow(wire, wire.select(SocketChannel.open(wire.address("told drain close"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncWritesIntoTheVoid(Wire wire) throws Exception {
        writeIntoTheVoid(
                wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("read:1 push:1 told vanish")));
    }

    @Legal(Kind.ASYNC)
    void asyncWaitsForWindow(Wire wire) throws Exception {
        waitForWindow(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("told drain close")));
    }

    @Misuse(Kind.TLS)
    void tlsWritesIntoTheVoid(Wire wire) throws Exception {
        writeIntoTheVoid(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls read:1 push:1 told vanish"))));
    }

    @Legal(Kind.TLS)
    void tlsWaitsForWindow(Wire wire) throws Exception {
        waitForWindow(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls told drain raw-close"))));
    }
}
