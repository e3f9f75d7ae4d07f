package io.tcpclose.it.story;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** As little as shows that every byte is counted. */
public final class Echoes {
    @Silent
    void socket(Wire wire) throws Exception {
        echo(wire, wire.open(new Socket(HOST, wire.peer("read:300 push:200 close"))), "socket", "client");
    }

    @Silent
    void accepted(Wire wire) throws Exception {
        echo(wire, wire.open(wire.listen("read:300 push:200 close").accept()), "socket", "server");
    }

    @Silent
    void channel(Wire wire) throws Exception {
        echo(wire, wire.open(SocketChannel.open(wire.address("read:300 push:200 close"))), "channel", "client");
    }

    private static void echo(Wire wire, End end, String kind, String role) throws Exception {
        end.write(300);
        end.readToEof();
        wire.life().of(end.localPort(), end.remotePort(), kind, role).bytes(200, 300);
        end.close();
    }
}
