package io.tcpclose.it.life;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.Life;
import io.tcpclose.it.app.LifeLine;
import io.tcpclose.it.app.Wire;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** {@code java.net.Socket}, connecting and accepted. */
final class SocketLife {
    @LifeLine
    void closesFirst(Wire wire) throws Exception {
        Life life = wire.life();
        Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("echo close")));
        life.of(socket, "client");
        socket.getOutputStream().write(new byte[5]);
        InputStream in = socket.getInputStream();
        life.at("shutdown-output", socket).shutdownOutput();
        in.readNBytes(5);
        life.at("eof", in).read();
        life.at("close closed", socket).close();
        life.bytes(5, 5);
    }

    @LifeLine
    void peerClosesFirst(Wire wire) throws Exception {
        Life life = wire.life();
        Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("push:7 close")));
        life.of(socket, "client");
        socket.getInputStream().readNBytes(7);
        life.at("eof", socket.getInputStream()).read();
        life.at("close closed", socket).close();
        life.bytes(7, 0);
    }

    @LifeLine
    void accepted(Wire wire) throws Exception {
        Life life = wire.life();
        ServerSocket listener = wire.listen("push:3 shut drain");
        Socket socket = life.at("accepted", listener).accept();
        life.of(socket, "server");
        socket.getInputStream().readNBytes(3);
        life.at("eof", socket.getInputStream()).read();
        socket.getOutputStream().write(new byte[4]);
        life.at("close closed", socket).close();
        life.bytes(3, 4);
    }

    /** A time-out is not the end of the stream. */
    @LifeLine
    void timedReads(Wire wire) throws Exception {
        Life life = wire.life();
        Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("told push:1 close")));
        life.of(socket, "client");
        socket.setSoTimeout(100);
        InputStream in = socket.getInputStream();
        wire.refused(in::read);
        wire.tell(socket.getLocalPort(), socket.getPort());
        socket.setSoTimeout(5_000);
        in.readNBytes(1);
        life.at("eof", in).read();
        life.at("close closed", socket).close();
        life.bytes(1, 0);
    }

    @LifeLine
    void urgentData(Wire wire) throws Exception {
        Life life = wire.life();
        Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("drain close")));
        life.of(socket, "client");
        socket.getOutputStream().write(new byte[2]);
        socket.sendUrgentData(1);
        life.at("close closed", socket).close();
        life.bytes(0, 3);
    }

    @LifeLine
    void resetByPeer(Wire wire) throws Exception {
        Life life = wire.life();
        Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("told reset")));
        life.of(socket, "client");
        wire.tell(socket.getLocalPort(), socket.getPort());
        InputStream in = socket.getInputStream();
        wire.refused(() -> life.at("reset", in).read());
        life.at("close closed", socket).close();
        life.bytes(0, 0);
    }

    @LifeLine
    void brokenPipe(Wire wire) throws Exception {
        Life life = wire.life();
        Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("close")));
        life.of(socket, "client");
        wire.awaitPeer(socket.getLocalPort(), socket.getPort());
        OutputStream out = socket.getOutputStream();
        out.write(1);
        wire.pause(100);
        wire.refused(() -> life.at("broken-pipe", out).write(1));
        life.at("close closed", socket).close();
    }

    /** The bytes that arrive later are not the application's, and -1 is not the peer's. */
    @LifeLine
    void ownShutdownInput(Wire wire) throws Exception {
        Life life = wire.life();
        Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("hold")));
        life.of(socket, "client");
        InputStream in = socket.getInputStream();
        life.at("shutdown-input", socket).shutdownInput();
        in.read();
        life.at("close closed", socket).close();
        life.bytes(0, 0);
    }

    /** A connect that fails is closed by the JDK, on the line that called connect. */
    @LifeLine
    void connectRefused(Wire wire) throws Exception {
        Life life = wire.life();
        int port = Integer.parseInt(wire.ask("refusing"));
        wire.refused(() -> new Socket(HOST, life.at("opened connect-failed close closed", port)));
        life.of(0, port, "socket", "client");
    }

    @LifeLine
    void connectTimesOut(Wire wire) throws Exception {
        Life life = wire.life();
        int port = Integer.parseInt(wire.ask("full"));
        Socket socket = new Socket();
        InetSocketAddress address = new InetSocketAddress(HOST, port);
        wire.refused(() -> life.at("opened connect-failed close closed", socket).connect(address, 200));
        life.of(0, port, "socket", "client");
    }

    /** The descriptor is pre-closed by the closing thread, and its number freed by the reader. */
    @LifeLine
    void closeUnblocksReader(Wire wire) throws Exception {
        Life life = wire.life();
        Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("hold")));
        life.of(socket, "client");
        Thread reader = new Thread(() -> readToFailure(wire, socket));
        reader.start();
        wire.pause(200);
        life.at("close pre-closed", socket).close();
        reader.join();
        life.within("closed");
        life.bytes(0, 0);
    }

    @LifeLine
    void collected(Wire wire) throws Exception {
        Life life = wire.life();
        Wire.Forgotten lost = wire.forget(new Socket(HOST, life.at("opened connected", wire.peer("hold"))));
        life.of(lost.localPort(), lost.remotePort(), "socket", "client");
        wire.collect(lost, "GONE");
        life.within("collected closed");
    }

    private static void readToFailure(Wire wire, Socket socket) {
        try {
            wire.refused(() -> socket.getInputStream().read());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
