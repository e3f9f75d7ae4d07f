package io.tcpclose.it.story;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import io.tcpclose.it.peer.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/** One connection in several hands: threads that share it, and layers that lie over it. */
public final class Sharing {
    private static final int BYTES = 12;

    @Silent
    void readByTwo_writtenByThree(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("echo close")));
        share(wire, end, "socket", 2, 3);
    }

    @Silent
    void readByFour_writtenByOne(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("echo close")));
        share(wire, end, "socket", 4, 1);
    }

    /** More than a report tells apart. */
    @Silent
    void readBySix_writtenBySix(Wire wire) throws Exception {
        End end = wire.open(SocketChannel.open(wire.address("echo close")));
        share(wire, end, "channel", 6, 6);
    }

    /** Closed by one thread while another is inside read. */
    @Silent
    void closedUnderAReader(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("push:1 drain close")));
        Thread reader = new Thread(() -> use(end::readToEof));
        reader.start();
        wire.pause(300);
        bytes(wire, end, "socket", 1, 0);
        end.close();
        reader.join();
    }

    /** Byte by byte to the peer and back, each time by the next thread of either side. */
    private static void share(Wire wire, End end, String kind, int readers, int writers) throws Exception {
        List<ExecutorService> reading = threads(readers);
        List<ExecutorService> writing = threads(writers);
        for (int i = 0; i < BYTES; i++) {
            writing.get(i % writers).submit(() -> use(() -> end.write(1))).get();
            reading.get(i % readers).submit(() -> use(() -> end.readFully(1))).get();
        }
        reading.forEach(ExecutorService::shutdown);
        writing.forEach(ExecutorService::shutdown);
        bytes(wire, end, kind, BYTES, BYTES);
        end.close();
    }

    private static List<ExecutorService> threads(int count) {
        return Stream.generate(Executors::newSingleThreadExecutor).limit(count).toList();
    }

    @Silent
    void channelWithItsSocketView(Wire wire) throws Exception {
        SocketChannel channel = SocketChannel.open();
        End end = wire.open(connected(channel.socket(), wire.peer("echo close")));
        end.write(2);
        end.readFully(2);
        bytes(wire, end, "channel", 2, 2);
        end.close();
    }

    private static Socket connected(Socket socket, int port) throws IOException {
        socket.connect(new InetSocketAddress(HOST, port));
        return socket;
    }

    @Silent
    void tlsOfItsOwn(Wire wire) throws Exception {
        End end = wire.open(wire.tls().createSocket(HOST, wire.peer("tls read:2 push:2 hold")));
        end.write(2);
        end.readFully(2);
        end.close();
    }

    @Silent
    void tlsLayered(Wire wire) throws Exception {
        Socket socket = new Socket(HOST, wire.peer("tls read:2 push:2 hold"));
        End end = wire.open(Tls.over(socket, true));
        end.write(2);
        end.readFully(2);
        end.close();
    }

    /** The upper layer is closed, the lower one stays open, in the kernel too. */
    @Silent
    void tlsLayered_lowerLeftOpen(Wire wire) throws Exception {
        Socket socket = new Socket(HOST, wire.peer("tls read:2 push:2 drain close"));
        SSLSocket tls = (SSLSocket) wire.tls().createSocket(socket, HOST, socket.getPort(), false);
        End end = wire.open(tls);
        end.write(2);
        end.readFully(2);
        end.close();
        wire.awaitPeer(end);
        wire.claim(end, "CLOSE_WAIT");
        wire.hold();
        socket.getInputStream().readAllBytes();
        socket.close();
    }

    private static void bytes(Wire wire, End end, String kind, long read, long written) {
        wire.life().of(end.localPort(), end.remotePort(), kind, "client").bytes(read, written);
    }

    /** Any use of a connection. */
    private interface Use {
        void run() throws IOException;
    }

    private static void use(Use use) {
        try {
            use.run();
        } catch (SocketException e) {
            // the end of a reader whose connection was closed under it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
