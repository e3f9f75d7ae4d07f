package io.tcpclose.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The agent leaves a JVM that goes on, because it was told to or because it could not start: its hooks are taken out,
 * its threads, ports and files end, and its meters go from the registries. What stays are the boot classes, which
 * know of no agent then.
 *
 * <p>Each part says how it is undone before it is begun, since it may fail in the midst. The last one begun is undone
 * first.
 */
final class Departure {
    /** For the agent's own tests: names what fails at start. */
    private static final String FAIL = "tcpclose.test.fail";

    private final OwnThreads threads;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    Departure(OwnThreads threads) {
        this.threads = threads;
    }

    OwnThreads threads() {
        return threads;
    }

    /**
     * Before something is begun.
     *
     * @param what is begun
     * @param step also run where that has failed, or was never begun
     */
    synchronized void undoneBy(String what, Runnable step) {
        steps.push(step);
        if (what.equals(System.getProperty(FAIL))) throw new OutOfMemoryError(FAIL + "=" + what);
    }

    /** Returns at once: whoever asked is answered before his door is shut. */
    void begin() {
        if (begun.getAndSet(true)) return;
        try {
            threads.named(this::leave, "tcpclose-detach").start();
        } catch (Throwable noThread) {
            begun.set(false);
            throw noThread;
        }
    }

    /** Sockets that the agent still closes are its own as long as its thread group is known. */
    private void leave() {
        undo();
        Say.line("detached: the hooks are out, and the application goes on without");
        OwnJar.close();
    }

    /** On the thread that was starting it. */
    void rollBack() {
        if (!begun.getAndSet(true)) undo();
    }

    private void undo() {
        for (Runnable step = last(); step != null; step = last()) {
            try {
                step.run();
            } catch (Throwable e) {
                Say.line("while leaving: " + e);
            }
        }
        threads.end();
        RecordMethods.forget();
    }

    private synchronized @Nullable Runnable last() {
        return steps.poll();
    }
}
