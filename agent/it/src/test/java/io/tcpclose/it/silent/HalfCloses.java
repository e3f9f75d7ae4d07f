package io.tcpclose.it.silent;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** Protocols that live on a half-closed connection, as TCP was made for. */
final class HalfCloses {
    @Silent
    void http10_requestThenFin(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("drain push:500 close")));
        end.write(60);
        end.shutdownOutput();
        end.readToEof();
        end.close();
    }

    @Silent
    void remoteShell_outputLongAfterInputEnded(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("drain drip close")));
        end.write(10);
        end.shutdownOutput();
        wire.holdWhile(end::read);
        wire.tell(end);
        end.readToEof();
        end.close();
    }

    @Silent
    void upload_thenVerdict(Wire wire) throws Exception {
        End end = wire.open(SocketChannel.open(wire.address("drain sleep:500 push:20 close")));
        for (int i = 0; i < 100; i++) {
            end.write(10_000);
        }
        end.shutdownOutput();
        end.readToEof();
        end.close();
    }

    @Silent
    void server_streamsLongAfterEof(Wire wire) throws Exception {
        End end = wire.open(wire.listen("push:30 shut drain").accept());
        end.readToEof();
        wire.holdWhile(() -> end.write(100));
        end.close();
    }

    @Silent
    void eventLoop_answersAfterEof(Wire wire) throws Exception {
        End end = wire.select(SocketChannel.open(wire.address("push:3 shut drain")));
        end.readToEof();
        wire.holdWhile(() -> end.write(1));
        end.shutdownOutput();
        end.close();
    }

    /** A FIN from either side is handed on to the other. */
    @Silent
    void proxy_splicesBothDirections(Wire wire) throws Exception {
        Socket client = wire.listen("push:5 shut drain close").accept();
        Socket server = new Socket(HOST, wire.peer("drain push:7 close"));
        Thread requests = new Thread(() -> splice(client, server));
        requests.start();
        splice(server, client);
        requests.join();
        client.close();
        server.close();
    }

    private static void splice(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The control connection stays, a data connection ends with each file. */
    @Silent
    void ftp_dataConnections(Wire wire) throws Exception {
        End control = wire.open(new Socket(HOST, wire.peer("echo")));
        try (ServerSocket data = wire.listen("push:100 close")) {
            readFile(wire, data);
            wire.dial(data.getLocalPort(), "push:200 close");
            readFile(wire, data);
        }
        wire.hold();
        control.close();
    }

    private static void readFile(Wire wire, ServerSocket data) throws Exception {
        try (End file = wire.open(data.accept())) {
            file.readToEof();
        }
    }

    /** TLS 1.3 lets each side finish on its own. */
    @Silent
    void tls_oneWayCloseNotify(Wire wire) throws Exception {
        End end = wire.open(wire.tls().createSocket(HOST, wire.peer("tls push:4 shut drain")));
        end.readToEof();
        end.write(3);
        end.close();
    }

    @Silent
    void tls_ownCloseNotifyFirst(Wire wire) throws Exception {
        End end = wire.open(wire.tls().createSocket(HOST, wire.peer("tls drain push:4 close")));
        end.write(3);
        end.shutdownOutput();
        end.readToEof();
        end.close();
    }
}
