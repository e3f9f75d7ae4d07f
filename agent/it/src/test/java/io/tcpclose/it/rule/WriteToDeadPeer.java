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

/** A write has failed, and the application writes on, or closes. */
@Rule(id = "write-to-dead-peer", severity = "warn")
final class WriteToDeadPeer {

    private static void insist(Wire wire, End end) throws Exception {
        wire.tell(end);
        wire.awaitPeer(end);
        wire.refused(() -> end.write(1));
        for (int i = 0; i < 3; i++) {
            wire.pause(600);
            wire.refused(() -> wire.offends(end).write(1));
        }
        end.close();
        wire.claim(end, "GONE");
    }

    private static void giveUp(Wire wire, End end) throws Exception {
        wire.tell(end);
        wire.awaitPeer(end);
        wire.refused(() -> end.write(1));
        wire.refused(() -> end.write(1));
        end.close();
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(Kind.SOCKET)
    void socketInsists(Wire wire) throws Exception {
        insist(wire, wire.open(new Socket(HOST, wire.peer("told reset"))));
    }

    @Legal(Kind.SOCKET)
    void socketGivesUp(Wire wire) throws Exception {
        giveUp(wire, wire.open(new Socket(HOST, wire.peer("told reset"))));
    }

    @Misuse(Kind.ACCEPTED)
    void acceptedInsists(Wire wire) throws Exception {
        insist(wire, wire.open(wire.listen("told reset").accept()));
    }

    @Legal(Kind.ACCEPTED)
    void acceptedGivesUp(Wire wire) throws Exception {
        giveUp(wire, wire.open(wire.listen("told reset").accept()));
    }

    @Misuse(Kind.CHANNEL)
    void channelInsists(Wire wire) throws Exception {
        insist(wire, wire.open(SocketChannel.open(wire.address("told reset"))));
    }

    @Legal(Kind.CHANNEL)
    void channelGivesUp(Wire wire) throws Exception {
        giveUp(wire, wire.open(SocketChannel.open(wire.address("told reset"))));
    }

    @Misuse(Kind.SELECTOR)
    void registeredInsists(Wire wire) throws Exception {
        insist(wire, wire.select(SocketChannel.open(wire.address("told reset"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredGivesUp(Wire wire) throws Exception {
        giveUp(wire, wire.select(SocketChannel.open(wire.address("told reset"))));
    }

    @Misuse(Kind.ASYNC)
    void asyncInsists(Wire wire) throws Exception {
        insist(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("told reset")));
    }

    @Legal(Kind.ASYNC)
    void asyncGivesUp(Wire wire) throws Exception {
        giveUp(wire, wire.connect(AsynchronousSocketChannel.open(), wire.address("told reset")));
    }

    @Misuse(Kind.TLS)
    void tlsInsists(Wire wire) throws Exception {
        insist(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls told reset"))));
    }

    @Legal(Kind.TLS)
    void tlsGivesUp(Wire wire) throws Exception {
        giveUp(wire, wire.open(wire.tls().createSocket(HOST, wire.peer("tls told reset"))));
    }
}
