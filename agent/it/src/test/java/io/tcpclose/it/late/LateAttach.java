package io.tcpclose.it.late;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.Life;
import io.tcpclose.it.app.LifeLine;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** An application that had connections before the agent came: {@code hold} is when it is attached. */
public final class LateAttach {
    /** Its first use shows it, or the agent's look at /proc: whichever is first. What was before is unknown. */
    @LifeLine
    void socketFromBefore(Wire wire) throws Exception {
        Socket socket = new Socket(HOST, wire.peer("echo close"));
        Life life = wire.life().of(socket.getLocalPort(), socket.getPort(), "unknown", "client");
        wire.hold();
        life.within("adopted");
        socket.getOutputStream().write(new byte[3]);
        InputStream in = socket.getInputStream();
        in.readNBytes(3);
        life.at("shutdown-output", socket).shutdownOutput();
        life.at("eof", in).read();
        life.at("close closed", socket).close();
    }

    @LifeLine
    void channelFromBefore(Wire wire) throws Exception {
        SocketChannel channel = SocketChannel.open(wire.address("echo close"));
        Socket view = channel.socket();
        Life life = wire.life().of(view.getLocalPort(), view.getPort(), "unknown", "client");
        wire.hold();
        life.within("adopted");
        channel.write(ByteBuffer.allocate(3));
        channel.read(ByteBuffer.allocate(3));
        life.at("close closed", channel).close();
    }

    /** Reads and writes go on while the classes below them are woven. */
    @LifeLine
    void busyWhileTheAgentComes(Wire wire) throws Exception {
        Socket socket = new Socket(HOST, wire.peer("echo close"));
        Life life = wire.life().of(socket.getLocalPort(), socket.getPort(), "unknown", "client");
        Thread pingPong = new Thread(() -> pingPong(socket));
        pingPong.start();
        wire.hold();
        pingPong.interrupt();
        pingPong.join();
        life.within("adopted");
        life.at("close closed", socket).close();
    }

    private static void pingPong(Socket socket) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                socket.getOutputStream().write(1);
                socket.getInputStream().read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @LifeLine
    void listenerFromBefore(Wire wire) throws Exception {
        ServerSocket listener = wire.listen("push:3 close");
        wire.hold();
        Life life = wire.life();
        Socket socket = life.at("accepted", listener).accept();
        life.of(socket, "server");
        socket.getInputStream().readNBytes(3);
        life.at("eof", socket.getInputStream()).read();
        life.at("close closed", socket).close();
    }

    @LifeLine
    void socketFromAfter(Wire wire) throws Exception {
        wire.hold();
        Life life = wire.life();
        Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("push:3 close")));
        life.of(socket, "client");
        socket.getInputStream().readNBytes(3);
        life.at("eof", socket.getInputStream()).read();
        life.at("close closed", socket).close();
    }
}
