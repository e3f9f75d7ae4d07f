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

/** The application reads no more, and the peer, which is not told so, sends or has nothing to say. */
@Rule(id = "shutdown-input-data-lost", severity = "warn")
final class ShutdownInputDataLost {
    private static void loseInput(Wire wire, End end) throws Exception {
        wire.offends(end).shutdownInput();
        wire.tell(end);
        wire.awaitSent(end, 7);
        wire.claim(end, "ESTABLISHED");
    }

    /** JSSE complains that no close_notify has come, and shuts the input of the socket below down all the same. */
    private static void loseInputOfTls(Wire wire, End end) throws Exception {
        end.readFully(4);
        wire.refused(() -> wire.offends(end).shutdownInput());
        wire.tell(end);
        wire.awaitSent(end, 204);
        wire.claim(end, "ESTABLISHED");
    }

    private static void loseNothing(Wire wire, End end) throws Exception {
        end.shutdownInput();
        wire.claim(end, "ESTABLISHED");
        wire.hold();
        end.close();
    }

    /** What was there already is what the application did not want. It is not closed, since that would be a reset. */
    private static void ignoreWhatIsThere(Wire wire, End end) throws Exception {
        wire.awaitSent(end, 7);
        end.shutdownInput();
        wire.claim(end, "ESTABLISHED");
        wire.hold();
    }

    /** A record as small as a close_notify, which is missed by nobody. */
    private static void loseSmallRecord(Wire wire, End end) throws Exception {
        end.readFully(4);
        wire.refused(end::shutdownInput);
        wire.tell(end);
        wire.awaitSent(end, 5);
        wire.claim(end, "ESTABLISHED");
        wire.hold();
    }

    @Misuse(Kind.SOCKET)
    void socketShutsInputOfTalkingPeer(Wire wire) throws Exception {
        loseInput(wire, wire.open(new Socket(HOST, wire.peer("told push:7 hold"))));
    }

    @Legal(Kind.SOCKET)
    void socketShutsInputOfSilentPeer(Wire wire) throws Exception {
        loseNothing(wire, wire.open(new Socket(HOST, wire.peer("hold"))));
    }

    @Legal(value = Kind.SOCKET, variant = "before")
    void socketShutsInputAfterData(Wire wire) throws Exception {
        ignoreWhatIsThere(wire, wire.open(new Socket(HOST, wire.peer("push:7 hold"))));
    }

    @Misuse(value = Kind.ACCEPTED, also = "accepted-never-read")
    void acceptedShutsInputOfTalkingPeer(Wire wire) throws Exception {
        loseInput(wire, wire.open(wire.listen("told push:7 hold").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedShutsInputOfSilentPeer(Wire wire) throws Exception {
        loseNothing(wire, wire.open(wire.listen("hold").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelShutsInputOfTalkingPeer(Wire wire) throws Exception {
        loseInput(wire, wire.open(SocketChannel.open(wire.address("told push:7 hold"))));
    }

    @Legal(Kind.CHANNEL)
    void channelShutsInputOfSilentPeer(Wire wire) throws Exception {
        loseNothing(wire, wire.open(SocketChannel.open(wire.address("hold"))));
    }

    @Legal(value = Kind.CHANNEL, variant = "before")
    void channelShutsInputAfterData(Wire wire) throws Exception {
        ignoreWhatIsThere(wire, wire.open(SocketChannel.open(wire.address("push:7 hold"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredShutsInputOfTalkingPeer(Wire wire) throws Exception {
        loseInput(wire, wire.select(SocketChannel.open(wire.address("told push:7 hold"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredShutsInputOfSilentPeer(Wire wire) throws Exception {
        loseNothing(wire, wire.select(SocketChannel.open(wire.address("hold"))));
    }

    @Legal(value = Kind.SELECTOR, variant = "before")
    void registeredShutsInputAfterData(Wire wire) throws Exception {
        ignoreWhatIsThere(wire, wire.select(SocketChannel.open(wire.address("push:7 hold"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncShutsInputOfTalkingPeer(Wire wire) throws Exception {
        loseInput(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("told push:7 hold")));
    }

    @Legal(Kind.ASYNC)
    void asyncShutsInputOfSilentPeer(Wire wire) throws Exception {
        loseNothing(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("hold")));
    }

    @Legal(value = Kind.ASYNC, variant = "before")
    void asyncShutsInputAfterData(Wire wire) throws Exception {
        ignoreWhatIsThere(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("push:7 hold")));
    }

    @Misuse(Kind.TLS)
    void tlsShutsInputOfTalkingPeer(Wire wire) throws Exception {
        loseInputOfTls(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls push:4 told push:200 hold"))));
    }

    @Legal(Kind.TLS)
    void tlsShutsInputBeforeSmallRecord(Wire wire) throws Exception {
        loseSmallRecord(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls push:4 told push:1 hold"))));
    }
}
