package io.tcpclose.it.silent;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A close that races with a read of another thread: the read may then meet the descriptor that the JDK puts in place of
 * the closed one, whose end of stream is not the peer's. No peer here ever sends a FIN.
 */
public final class CloseRaces {
    private static final int ROUNDS = 250;

    /** Connections that all scenarios together open. */
    public static final int CONNECTIONS = 4 * ROUNDS;

    @Silent
    void plainRead(Wire wire) throws Exception {
        int port = wire.peer("hold");
        ExecutorService readers = Executors.newSingleThreadExecutor();
        for (int i = 0; i < ROUNDS; i++) {
            Socket socket = new Socket(HOST, port);
            race(readers, socket, () -> socket.getInputStream().read());
        }
        readers.shutdown();
    }

    @Silent
    void timedRead(Wire wire) throws Exception {
        int port = wire.peer("hold");
        ExecutorService readers = Executors.newSingleThreadExecutor();
        for (int i = 0; i < ROUNDS; i++) {
            Socket socket = new Socket(HOST, port);
            socket.setSoTimeout(10_000);
            race(readers, socket, () -> socket.getInputStream().read());
        }
        readers.shutdown();
    }

    @Silent
    void channelRead(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("hold");
        ExecutorService readers = Executors.newSingleThreadExecutor();
        for (int i = 0; i < ROUNDS; i++) {
            SocketChannel channel = SocketChannel.open(address);
            race(readers, channel, () -> channel.read(ByteBuffer.allocate(1)));
        }
        readers.shutdown();
    }

    @Silent
    void timedReadOfSocketView(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("hold");
        ExecutorService readers = Executors.newSingleThreadExecutor();
        for (int i = 0; i < ROUNDS; i++) {
            SocketChannel channel = SocketChannel.open(address);
            channel.socket().setSoTimeout(10_000);
            race(readers, channel, () -> channel.socket().getInputStream().read());
        }
        readers.shutdown();
    }

    private static void race(ExecutorService readers, Closeable socket, Callable<Integer> read) throws Exception {
        Future<Boolean> ended = readers.submit(() -> failed(read));
        long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(300_000);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        socket.close();
        if (!ended.get()) {
            throw new AssertionError("a read returned though the peer sent nothing");
        }
    }

    private static boolean failed(Callable<Integer> read) {
        try {
            read.call();
            return false;
        } catch (Exception e) {
            return true;
        }
    }
}
