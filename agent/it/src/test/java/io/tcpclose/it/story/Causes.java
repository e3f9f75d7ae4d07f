package io.tcpclose.it.story;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** What a finding is made of: one cause by several ways, one connection that becomes worse, a rule behind one that is off. */
public final class Causes {
    /** From two lines, in a thread of a pool and in one of its own, which is virtual where there are such. */
    @Silent
    void leakedByAllWays(Wire wire) throws Exception {
        int port = wire.peer("close");
        ExecutorService pool = Executors.newSingleThreadExecutor();
        for (Executor way : new Executor[] {pool, Causes::start}) twice(way, () -> leak(wire, port));
        pool.shutdown();
        wire.hold();
    }

    /** The legal twin: the same ways, and each closes. */
    @Silent
    void closedByAllWays(Wire wire) throws Exception {
        int port = wire.peer("close");
        ExecutorService pool = Executors.newSingleThreadExecutor();
        for (Executor way : new Executor[] {pool, Causes::start}) twice(way, () -> use(wire, port));
        pool.shutdown();
        wire.hold();
    }

    private static void twice(Executor way, Wire.Step step) throws Exception {
        for (int i = 0; i < 2; i++) {
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                step.run();
                return true;
            });
            way.execute(task);
            task.get();
        }
    }

    private static void start(Runnable task) {
        try {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException before21) {
            new Thread(task).start();
        }
    }

    private static int leaks;

    private static void leak(Wire wire, int port) throws Exception {
        End end;
        if (leaks++ % 2 == 0) end = wire.open(new Socket(HOST, port));
        else end = wire.open(new Socket(HOST, port));
        end.readToEof();
    }

    private static void use(Wire wire, int port) throws Exception {
        try (End end = wire.open(new Socket(HOST, port))) {
            end.readToEof();
        }
    }

    /** The application was told of the reset, forgets to close, and writes on for longer than makes it an error. */
    @Silent
    void writtenToAfterReset(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("told reset")));
        wire.tell(end);
        wire.awaitPeer(end);
        wire.refused(end::read);
        wire.claim(end, "UNLISTED");
        wire.holdWhile(() -> wire.refused(() -> end.write(1)));
    }

    /** Own shutdownInput hides the peer's FIN from everybody but the kernel. */
    @Silent
    void inputShutBeforeTheFin(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("told close")));
        end.shutdownInput();
        wire.tell(end);
        wire.awaitPeer(end);
        wire.claim(end, "CLOSE_WAIT");
        wire.hold();
    }

    /** {@code accepted-never-read}, which the run turns off, holds before {@code fin-unnoticed}. */
    @Silent
    void unreadBehindARuleThatIsOff(Wire wire) throws Exception {
        ServerSocket listener = wire.listen("push:5 close");
        wire.claim(wire.open(listener.accept()), "CLOSE_WAIT");
        wire.hold();
    }

    /** The legal twin: bytes wait, and the client is still there. */
    @Silent
    void unreadAndTheClientWaits(Wire wire) throws Exception {
        ServerSocket listener = wire.listen("push:5 drain close");
        End end = wire.open(listener.accept());
        wire.hold();
        end.readFully(5);
        end.close();
    }
}
