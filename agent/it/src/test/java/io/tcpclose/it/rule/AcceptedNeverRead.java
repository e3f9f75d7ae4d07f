package io.tcpclose.it.rule;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.ServerSocketChannel;

/** A client has sent its request, and nobody reads it, or nobody has to. */
@Rule(
        id = "accepted-never-read",
        severity = "warn",
        empty = {
            @Rule.Empty(kind = Kind.SOCKET, why = "a rule of the server side"),
            @Rule.Empty(kind = Kind.TLS, why = "its handshake has read; before that it is an accepted Socket")
        })
final class AcceptedNeverRead {
    private static void forget(Wire wire, End end) throws Exception {
        wire.awaitSent(end, 7);
        wire.claim(end, "ESTABLISHED");
    }

    private static void speakFirst(Wire wire, End end) throws Exception {
        end.write(5);
        wire.claim(end, "ESTABLISHED");
        wire.hold();
        end.close();
    }

    private static void startSlowly(Wire wire, End end) throws Exception {
        wire.pause(700);
        end.readFully(7);
        wire.claim(end, "ESTABLISHED");
        wire.hold();
        end.close();
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedNeverReads(Wire wire) throws Exception {
        forget(wire, wire.open(wire.listen("push:7 hold").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedSpeaksFirst(Wire wire) throws Exception {
        speakFirst(wire, wire.open(wire.listen("read:5 drain close").accept()));
    }

    @Legal(value = Kind.ACCEPTED, variant = "slow")
    void acceptedStartsSlowly(Wire wire) throws Exception {
        startSlowly(wire, wire.open(wire.listen("push:7 drain close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelNeverReads(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listen(ServerSocketChannel.open(), "push:7 hold");
        forget(wire, wire.open(listener.accept()));
    }

    @Legal(Kind.CHANNEL)
    void channelSpeaksFirst(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listen(ServerSocketChannel.open(), "read:5 drain close");
        speakFirst(wire, wire.open(listener.accept()));
    }

    @Legal(value = Kind.CHANNEL, variant = "slow")
    void channelStartsSlowly(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listen(ServerSocketChannel.open(), "push:7 drain close");
        startSlowly(wire, wire.open(listener.accept()));
    }

    @Misuse(Kind.SELECTOR)
    void registeredNeverReads(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listen(ServerSocketChannel.open(), "push:7 hold");
        forget(wire, wire.select(listener.accept()));
    }

    @Legal(Kind.SELECTOR)
    void registeredSpeaksFirst(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listen(ServerSocketChannel.open(), "read:5 drain close");
        speakFirst(wire, wire.select(listener.accept()));
    }

    @Legal(value = Kind.SELECTOR, variant = "slow")
    void registeredStartsSlowly(Wire wire) throws Exception {
        ServerSocketChannel listener = wire.listen(ServerSocketChannel.open(), "push:7 drain close");
        startSlowly(wire, wire.select(listener.accept()));
    }

    @Misuse(Kind.ASYNC)
    void asyncNeverReads(Wire wire) throws Exception {
        AsynchronousServerSocketChannel listener = wire.listen(AsynchronousServerSocketChannel.open(), "push:7 hold");
        forget(wire, wire.accepted(listener.accept()));
    }

    @Legal(Kind.ASYNC)
    void asyncSpeaksFirst(Wire wire) throws Exception {
        AsynchronousServerSocketChannel listener =
                wire.listen(AsynchronousServerSocketChannel.open(), "read:5 drain close");
        speakFirst(wire, wire.accepted(listener.accept()));
    }

    @Legal(value = Kind.ASYNC, variant = "slow")
    void asyncStartsSlowly(Wire wire) throws Exception {
        AsynchronousServerSocketChannel listener =
                wire.listen(AsynchronousServerSocketChannel.open(), "push:7 drain close");
        startSlowly(wire, wire.accepted(listener.accept()));
    }
}
