package io.tcpclose.it.story;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/** A pool opens all connections; the fault is in who borrowed one and did not give it back. */
public final class Borrowing {
    /** Longer than the probe interval of these runs, so that the agent has looked at the connection before it is used. */
    private static final int PROBED_MS = 500;

    private static final class Pool {
        private final Deque<End> idle = new ArrayDeque<>();

        Pool(Wire wire, int port) throws IOException {
            for (int i = 0; i < 3; i++) {
                idle.add(wire.open(new Socket(HOST, port)));
            }
        }

        End borrow() {
            return idle.remove();
        }

        void close() throws IOException {
            for (End end : idle) {
                end.close();
            }
        }
    }

    private static final class Borrower {
        private final Wire wire;
        private final Pool pool;
        private final CountDownLatch nextTask = new CountDownLatch(1);

        Borrower(Wire wire, Pool pool) {
            this.wire = wire;
            this.pool = pool;
        }

        void start(String name, Wire.Step task) {
            Thread thread = new Thread(() -> run(task), name);
            thread.setDaemon(true);
            thread.start();
        }

        private void run(Wire.Step task) {
            try {
                task.run();
                waitForNextTask();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        void readToTheEndAndForget() throws IOException {
            End end = pool.borrow();
            end.write(1);
            end.readFully(1);
            wire.offends(end).read();
        }

        void writeAndForget() throws IOException {
            wire.offends(pool.borrow()).write(1);
        }

        private void waitForNextTask() throws InterruptedException {
            nextTask.await();
        }
    }

    @Silent
    void endOfFileReadAndForgotten(Wire wire) throws Exception {
        play(
                wire,
                new Pool(wire, wire.peer("read:1 push:1 close")),
                "reading-borrower",
                Borrower::readToTheEndAndForget);
    }

    @Silent
    void writtenAndForgotten(Wire wire) throws Exception {
        play(wire, new Pool(wire, wire.peer("drain close")), "writing-borrower", Borrower::writeAndForget);
    }

    /** What a borrower does with its connection. */
    private interface Task {
        void of(Borrower borrower) throws IOException;
    }

    private static void play(Wire wire, Pool pool, String name, Task task) throws Exception {
        wire.pause(PROBED_MS);
        Borrower borrower = new Borrower(wire, pool);
        borrower.start(name, () -> task.of(borrower));
        wire.hold();
        pool.close();
    }
}
