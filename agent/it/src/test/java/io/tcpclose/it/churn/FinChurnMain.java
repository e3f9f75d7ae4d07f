package io.tcpclose.it.churn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens and closes connections as fast as it can, beside a loop of child processes that hold each descriptor for a moment, and
 * lets some of them rest. Of each that has rested it asks the agent whether the peer's FIN came, which only this program
 * knows. Both ends are its own.
 *
 * <p>Arguments: how many connections, and the milliseconds that one rests.
 */
public final class FinChurnMain {
    private static final int WORKERS = 4;

    private FinChurnMain() {}

    public static void main(String[] args) throws Exception {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[0]));
        Tally tally = new Tally();
        AtomicBoolean over = new AtomicBoolean();
        Thread children = new Thread(() -> startChildren(over, tally), "children");
        children.start();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Worker worker = new Worker(left, Integer.parseInt(args[1]), tally, i);
            workers.add(new Thread(worker, "worker-" + i));
        }
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }
        over.set(true);
        children.join();
        System.out.println(tally);
    }

    private static void startChildren(AtomicBoolean over, Tally tally) {
        while (!over.get()) {
            try {
                new ProcessBuilder("true").start().waitFor();
                tally.children.incrementAndGet();
            } catch (Exception e) {
                tally.failed(e);
            }
        }
    }
}
