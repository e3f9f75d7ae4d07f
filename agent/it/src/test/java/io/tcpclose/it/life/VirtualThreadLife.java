package io.tcpclose.it.life;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.Life;
import io.tcpclose.it.app.LifeLine;
import io.tcpclose.it.app.Wire;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Blocking calls in virtual threads, which unmount in place of blocking. */
final class VirtualThreadLife {
    @LifeLine(since = 21)
    void socket(Wire wire) throws Exception {
        virtual(() -> {
                    Life life = wire.life();
                    Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("told push:7 close")));
                    life.of(socket, "client");
                    CompletableFuture<Void> unused = later(wire, socket);
                    InputStream in = socket.getInputStream();
                    in.readNBytes(7);
                    life.at("eof", in).read();
                    life.at("close closed", socket).close();
                    life.bytes(7, 0);
                })
                .join();
    }

    /** Lets the virtual thread park in its read first. */
    private static CompletableFuture<Void> later(Wire wire, Socket socket) {
        return CompletableFuture.runAsync(() -> {
            try {
                wire.pause(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            wire.tell(socket.getLocalPort(), socket.getPort());
        });
    }

    /** An interrupt closes the Socket of a virtual thread, in that thread. */
    @LifeLine(since = 21)
    void interruptedSocket(Wire wire) throws Exception {
        Life life = wire.life();
        CountDownLatch reads = new CountDownLatch(1);
        Thread reader = virtual(() -> {
            Socket socket = new Socket(HOST, life.at("opened connected", wire.peer("hold")));
            life.of(socket, "client");
            InputStream in = socket.getInputStream();
            reads.countDown();
            wire.refused(() -> life.at("close closed", in).read());
        });
        reads.await();
        wire.pause(300);
        reader.interrupt();
        reader.join();
    }

    /** The channel is closed where {@code interrupt} is called, but its descriptor only when the reader leaves. */
    @LifeLine(since = 21)
    void interruptedChannel(Wire wire) throws Exception {
        Life life = wire.life();
        SocketChannel channel = SocketChannel.open(life.at("opened connected", wire.address("hold")));
        life.of(channel, "client");
        Thread reader = virtual(() -> wire.refused(() -> channel.read(ByteBuffer.allocate(1))));
        wire.pause(300);
        life.at("close", reader).interrupt();
        reader.join();
        life.within("closed");
    }

    /** The class file is for 17, where there is no such method. */
    private static Thread virtual(Wire.Step step) throws Exception {
        Runnable task = () -> {
            try {
                step.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
}
