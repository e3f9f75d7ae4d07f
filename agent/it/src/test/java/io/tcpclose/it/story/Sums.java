package io.tcpclose.it.story;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** Every scenario has an endpoint of its own and opens all its connections in its own method. */
public final class Sums {
    /** How long the peer of {@link #idleThenEof} is silent before its FIN. */
    public static final int IDLE_MS = 1_000;

    @Silent
    void weCloseFirst(Wire wire) throws Exception {
        int port = wire.peer("drain close");
        for (int i = 0; i < 3; i++) {
            End end = wire.open(new Socket(HOST, port));
            end.write(1);
            end.close();
            wire.peerSaw(end, "eof");
        }
    }

    @Silent
    void peerClosesFirst(Wire wire) throws Exception {
        int port = wire.peer("push:1 close");
        for (int i = 0; i < 2; i++) {
            End end = wire.open(new Socket(HOST, port));
            end.readToEof();
            end.close();
            bytes(wire, end, 1, 0);
        }
    }

    @Silent
    void someLeftOpen(Wire wire) throws Exception {
        int port = wire.peer("drain close");
        wire.open(SocketChannel.open(new InetSocketAddress(HOST, port)));
        wire.open(SocketChannel.open(new InetSocketAddress(HOST, port)));
        End third = wire.open(SocketChannel.open(new InetSocketAddress(HOST, port)));
        third.close();
        wire.peerSaw(third, "eof");
    }

    @Silent
    void refused(Wire wire) throws Exception {
        int port = Integer.parseInt(wire.ask("refusing"));
        wire.refused(() -> wire.created(new Socket()).connect(new InetSocketAddress(HOST, port)));
        wire.refused(() -> wire.created(new Socket()).connect(new InetSocketAddress(HOST, port)));
    }

    @Silent
    void idleThenEof(Wire wire) throws Exception {
        int port = wire.peer("read:1 push:1 sleep:" + IDLE_MS + " close");
        for (End end : new End[] {wire.open(new Socket(HOST, port)), wire.open(new Socket(HOST, port))}) {
            end.write(1);
            end.readFully(1);
            end.read();
            end.close();
            bytes(wire, end, 1, 1);
        }
    }

    /** We send a request and our FIN, and read the answer. */
    @Silent
    void halfClosedByUs(Wire wire) throws Exception {
        int port = wire.peer("drain push:5 close");
        for (int i = 0; i < 2; i++) {
            End end = wire.open(new Socket(HOST, port));
            end.write(1);
            end.shutdownOutput();
            end.readToEof();
            end.close();
            bytes(wire, end, 5, 1);
        }
    }

    /** The peer sends its request and its FIN, and reads the answer. */
    @Silent
    void halfClosedByThePeer(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("push:5 shut drain close")));
        end.readToEof();
        end.write(7);
        end.close();
        wire.peerSaw(end, "eof");
    }

    /** The peer's FIN was the end of both directions, and we went on. */
    @Silent
    void halfCloseMisused(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("close")));
        end.readToEof();
        end.write(1);
        wire.pause(100);
        wire.refused(() -> end.write(1));
        end.close();
    }

    @Silent
    void nameAsPassed(Wire wire) throws Exception {
        End end = wire.open(new Socket("localhost", wire.peer("close")));
        end.readToEof();
        end.close();
    }

    /** A name that no resolver knows. */
    @Silent
    void nameOfOurOwn(Wire wire) throws Exception {
        InetAddress address = InetAddress.getByAddress("db.example.invalid", new byte[] {127, 0, 0, 1});
        End end = wire.open(new Socket(address, wire.peer("close")));
        end.readToEof();
        end.close();
    }

    /** The application looks the name up for itself: it did not connect by it. */
    @Silent
    void nameLookedUpLater(Wire wire) throws Exception {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getByName(HOST), wire.peer("close")));
        End end = wire.open(socket);
        socket.getInetAddress().getHostName();
        end.readToEof();
        end.close();
    }

    private static void bytes(Wire wire, End end, long read, long written) {
        wire.life().of(end.localPort(), end.remotePort(), "socket", "client").bytes(read, written);
    }
}
