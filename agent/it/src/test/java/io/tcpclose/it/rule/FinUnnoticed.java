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

/** The peer has finished and nobody reads up to its FIN, or it lives, or a reader is on its way there. */
@Rule(id = "fin-unnoticed", severity = "warn")
final class FinUnnoticed {
    /** More than the rule's idea of a pooled connection's rest. */
    private static final int POOL_REST_MILLIS = 11_500;

    private static void forget(Wire wire, End end) throws Exception {
        wire.awaitPeer(end);
        wire.claim(end, "CLOSE_WAIT");
    }

    private static void forgetReset(Wire wire, End end) throws Exception {
        wire.tell(end);
        wire.awaitPeer(end);
        wire.claim(end, "UNLISTED");
    }

    /** After a complete exchange, longer than the peer's patience: worth an info as long as there are few of them. */
    private static void idleUntilTheEnd(Wire wire, End end) throws Exception {
        exchange(end);
        wire.pause(POOL_REST_MILLIS);
        wire.tell(end);
        forget(wire, end);
    }

    private static void rest(Wire wire, End end) throws Exception {
        exchange(end);
        wire.claim(end, "ESTABLISHED");
        wire.hold();
        end.close();
    }

    private static void exchange(End end) throws Exception {
        end.write(1);
        end.readFully(1);
    }

    /** The FIN is in the kernel all the while, behind what is being read. Not closed: that would be late by then. */
    private static void readSlowly(Wire wire, End end) throws Exception {
        wire.awaitPeer(end);
        wire.claim(end, "CLOSE_WAIT");
        wire.holdWhile(end::read);
    }

    /** The kernel then answers as if a FIN had come. */
    private static void shutInput(Wire wire, End end) throws Exception {
        end.shutdownInput();
        wire.claim(end, "ESTABLISHED");
        wire.hold();
        end.close();
    }

    private static void closeInTime(Wire wire, End end) throws Exception {
        wire.awaitPeer(end);
        wire.pause(500);
        end.close();
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(Kind.SOCKET)
    void socketNeverReads(Wire wire) throws Exception {
        forget(wire, wire.open(new Socket(HOST, wire.peer("close"))));
    }

    @Legal(Kind.SOCKET)
    void socketRestsInPool(Wire wire) throws Exception {
        rest(wire, wire.open(new Socket(HOST, wire.peer("echo close"))));
    }

    @Misuse(value = Kind.SOCKET, variant = "data")
    void socketNeverReadsDataAndFin(Wire wire) throws Exception {
        forget(wire, wire.open(new Socket(HOST, wire.peer("push:7 close"))));
    }

    @Misuse(value = Kind.SOCKET, variant = "reset")
    void socketNeverMeetsReset(Wire wire) throws Exception {
        forgetReset(wire, wire.open(new Socket(HOST, wire.peer("told reset"))));
    }

    @Misuse(value = Kind.SOCKET, variant = "pooled", severity = "info")
    void socketIdlesInPoolUntilTheEnd(Wire wire) throws Exception {
        idleUntilTheEnd(wire, wire.open(new Socket(HOST, wire.peer("read:1 push:1 told close"))));
    }

    @Legal(value = Kind.SOCKET, variant = "slow")
    void socketReadsSlowly(Wire wire) throws Exception {
        readSlowly(wire, wire.open(new Socket(HOST, wire.peer("push:30000 close"))));
    }

    @Legal(value = Kind.SOCKET, variant = "input")
    void socketShutsInput(Wire wire) throws Exception {
        shutInput(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Legal(value = Kind.SOCKET, variant = "closed")
    void socketClosesInTime(Wire wire) throws Exception {
        closeInTime(wire, wire.open(new Socket(HOST, wire.peer("close"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedNeverReads(Wire wire) throws Exception {
        forget(wire, wire.open(wire.listen("close").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedRestsInPool(Wire wire) throws Exception {
        rest(wire, wire.open(wire.listen("echo close").accept()));
    }

    @Legal(value = Kind.ACCEPTED, variant = "slow")
    void acceptedReadsSlowly(Wire wire) throws Exception {
        readSlowly(wire, wire.open(wire.listen("push:30000 close").accept()));
    }

    @Legal(value = Kind.ACCEPTED, variant = "closed")
    void acceptedClosesInTime(Wire wire) throws Exception {
        closeInTime(wire, wire.open(wire.listen("close").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelNeverReads(Wire wire) throws Exception {
        forget(wire, wire.open(SocketChannel.open(wire.address("close"))));
    }

    @Legal(Kind.CHANNEL)
    void channelRestsInPool(Wire wire) throws Exception {
        rest(wire, wire.open(SocketChannel.open(wire.address("echo close"))));
    }

    @Misuse(value = Kind.CHANNEL, variant = "data")
    void channelNeverReadsDataAndFin(Wire wire) throws Exception {
        forget(wire, wire.open(SocketChannel.open(wire.address("push:7 close"))));
    }

    @Misuse(value = Kind.CHANNEL, variant = "reset")
    void channelNeverMeetsReset(Wire wire) throws Exception {
        forgetReset(wire, wire.open(SocketChannel.open(wire.address("told reset"))));
    }

    @Legal(value = Kind.CHANNEL, variant = "slow")
    void channelReadsSlowly(Wire wire) throws Exception {
        readSlowly(wire, wire.open(SocketChannel.open(wire.address("push:30000 close"))));
    }

    @Legal(value = Kind.CHANNEL, variant = "input")
    void channelShutsInput(Wire wire) throws Exception {
        shutInput(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(value = Kind.CHANNEL, variant = "closed")
    void channelClosesInTime(Wire wire) throws Exception {
        closeInTime(wire, wire.open(SocketChannel.open(wire.address("close"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredNeverReads(Wire wire) throws Exception {
        forget(wire, wire.select(SocketChannel.open(wire.address("close"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredRestsInPool(Wire wire) throws Exception {
        rest(wire, wire.select(SocketChannel.open(wire.address("echo close"))));
    }

    @Misuse(value = Kind.SELECTOR, variant = "data")
    void registeredNeverReadsDataAndFin(Wire wire) throws Exception {
        forget(wire, wire.select(SocketChannel.open(wire.address("push:7 close"))));
    }

    @Misuse(value = Kind.SELECTOR, variant = "reset")
    void registeredNeverMeetsReset(Wire wire) throws Exception {
        forgetReset(wire, wire.select(SocketChannel.open(wire.address("told reset"))));
    }

    @Legal(value = Kind.SELECTOR, variant = "slow")
    void registeredReadsSlowly(Wire wire) throws Exception {
        readSlowly(wire, wire.select(SocketChannel.open(wire.address("push:30000 close"))));
    }

    @Legal(value = Kind.SELECTOR, variant = "input")
    void registeredShutsInput(Wire wire) throws Exception {
        shutInput(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }

    @Legal(value = Kind.SELECTOR, variant = "closed")
    void registeredClosesInTime(Wire wire) throws Exception {
        closeInTime(wire, wire.select(SocketChannel.open(wire.address("close"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncNeverReads(Wire wire) throws Exception {
        forget(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("close")));
    }

    @Legal(Kind.ASYNC)
    void asyncRestsInPool(Wire wire) throws Exception {
        rest(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("echo close")));
    }

    @Misuse(value = Kind.ASYNC, variant = "data")
    void asyncNeverReadsDataAndFin(Wire wire) throws Exception {
        forget(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("push:7 close")));
    }

    @Misuse(value = Kind.ASYNC, variant = "reset")
    void asyncNeverMeetsReset(Wire wire) throws Exception {
        forgetReset(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("told reset")));
    }

    @Legal(value = Kind.ASYNC, variant = "slow")
    void asyncReadsSlowly(Wire wire) throws Exception {
        readSlowly(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("push:30000 close")));
    }

    @Legal(value = Kind.ASYNC, variant = "input")
    void asyncShutsInput(Wire wire) throws Exception {
        shutInput(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("drain close")));
    }

    @Legal(value = Kind.ASYNC, variant = "closed")
    void asyncClosesInTime(Wire wire) throws Exception {
        closeInTime(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("close")));
    }

    @Misuse(Kind.TLS)
    void tlsNeverReads(Wire wire) throws Exception {
        forget(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls raw-close"))));
    }

    @Misuse(value = Kind.TLS, variant = "close-notify")
    void tlsNeverReadsCloseNotify(Wire wire) throws Exception {
        forget(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls close"))));
    }

    @Legal(Kind.TLS)
    void tlsRestsInPool(Wire wire) throws Exception {
        // Its FIN alone: a close_notify would meet our close(), unread.
        rest(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls read:1 push:4 drain raw-close"))));
    }
}
