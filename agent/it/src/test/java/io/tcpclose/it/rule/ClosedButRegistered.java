package io.tcpclose.it.rule;

import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.SelectorEnd;
import io.tcpclose.it.app.Wire;
import java.nio.channels.SocketChannel;

/** close() of a registered channel leaves the descriptor to the next select, which may never come. */
@Rule(
        id = "closed-but-registered",
        severity = {"warn", "error"},
        empty = {
            @Rule.Empty(kind = Kind.SOCKET, why = "close() frees the descriptor at once: there is no key"),
            @Rule.Empty(kind = Kind.ACCEPTED, why = "close() frees the descriptor at once: there is no key"),
            @Rule.Empty(kind = Kind.CHANNEL, why = "close() frees the descriptor at once: there is no key"),
            @Rule.Empty(kind = Kind.ASYNC, why = "close() frees the descriptor at once: there is no key"),
            @Rule.Empty(kind = Kind.TLS, why = "close() frees the descriptor at once: there is no key")
        })
final class ClosedButRegistered {

    private static void abandon(Wire wire, SelectorEnd end) throws Exception {
        end.closeOnly();
        wire.awaitPeer(end);
        wire.claim(end, "FIN_WAIT2");
    }

    /** With SO_LINGER 0 not even a FIN goes out. */
    private static void abandonAborted(Wire wire, SelectorEnd end) throws Exception {
        end.lingerZero();
        end.closeOnly();
        wire.claim(end, "ESTABLISHED");
    }

    private static void selectLater(Wire wire, SelectorEnd end) throws Exception {
        end.closeOnly();
        wire.pause(300);
        end.flush();
        wire.claim(end, "GONE");
        wire.hold();
    }

    @Misuse(Kind.SELECTOR)
    void registeredAbandoned(Wire wire) throws Exception {
        abandon(wire, wire.select(SocketChannel.open(wire.address("drain"))));
    }

    @Misuse(value = Kind.SELECTOR, variant = "linger")
    void registeredAbandonedWithLingerZero(Wire wire) throws Exception {
        abandonAborted(wire, wire.select(SocketChannel.open(wire.address("drain"))));
    }

    @Legal(Kind.SELECTOR)
    void registeredFlushed(Wire wire) throws Exception {
        selectLater(wire, wire.select(SocketChannel.open(wire.address("drain close"))));
    }
}
