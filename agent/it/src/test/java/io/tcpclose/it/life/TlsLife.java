package io.tcpclose.it.life;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.Life;
import io.tcpclose.it.app.LifeLine;
import io.tcpclose.it.app.Wire;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** {@code SSLSocket} on its own descriptor and over another Socket: one connection, never two. */
final class TlsLife {
    /** One close of the application; the shutdown inside it is JSSE's own and no half-close of the user. */
    @LifeLine
    void own(Wire wire) throws Exception {
        Life life = wire.life();
        int port = wire.peer("tls push:2 drain");
        Socket socket = wire.tls().createSocket(HOST, life.at("opened connected", port));
        life.of(socket, "client");
        socket.getInputStream().readNBytes(2);
        life.at("close", socket).close();
        life.within("closed");
    }

    @LifeLine
    void layered(Wire wire) throws Exception {
        Life life = wire.life();
        Socket raw = new Socket(HOST, life.at("opened connected", wire.peer("tls push:2 drain")));
        life.of(raw, "client");
        Socket tls = wire.tls().createSocket(raw, HOST, raw.getPort(), true);
        tls.getInputStream().readNBytes(2);
        life.at("close", tls).close();
        life.within("closed");
    }

    /** Closing the upper layer leaves the lower one open. */
    @LifeLine
    void layeredWithoutAutoClose(Wire wire) throws Exception {
        Life life = wire.life();
        Socket raw = new Socket(HOST, life.at("opened connected", wire.peer("tls push:2 drain")));
        life.of(raw, "client");
        Socket tls = wire.tls().createSocket(raw, HOST, raw.getPort(), false);
        tls.getInputStream().readNBytes(2);
        tls.close();
        wire.pause(100);
        life.at("close closed", raw).close();
    }

    @LifeLine
    void accepted(Wire wire) throws Exception {
        Life life = wire.life();
        Socket raw = life.at("accepted", wire.listen("tls push:2 drain")).accept();
        life.of(raw, "server");
        SSLSocket tls = (SSLSocket) wire.tls().createSocket(raw, HOST, raw.getPort(), true);
        tls.setUseClientMode(false);
        tls.getInputStream().readNBytes(2);
        life.at("close", tls).close();
        life.within("closed");
    }
}
