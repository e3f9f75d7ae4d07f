package io.tcpclose.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * What the agent does when the JVM ends. Each part may block for ever (a lock, a hanging file system, a peer that
 * never answers), so they run on threads of the agent's, and the JVM's end waits for them no longer than {@link
 * #PATIENCE}.
 */
final class LastThings implements Runnable {
    /**
     * In milliseconds. With {@link #LAST_WORDS} twice, and what {@link ExitHook} may wait before, it is five seconds
     * at most.
     */
    static final long PATIENCE = 3_500;

    /** What the report's file gets of it; after that the report is printed. */
    private static final long FOR_THE_FILE = 3_000;

    private static final long LAST_WORDS = 250;

    /** The exit report. */
    interface LastReport {
        /** @param deadline by {@link System#nanoTime()} */
        void write(long deadline);
    }

    private static final String LOOK = "the last look at the sockets";
    private static final String REPORT = "the exit report";
    private static final String EXPORTS = "the end of the exports";

    private final Runnable look;
    private final LastReport report;
    private final Runnable exports;
    private final LongConsumer flushLog;
    private final List<String> undone = Collections.synchronizedList(new ArrayList<>(List.of(LOOK, REPORT, EXPORTS)));

    /**
     * @param look at the sockets: comes first
     * @param report after it
     * @param exports beside the report: neither waits for the other
     * @param flushLog takes milliseconds
     */
    LastThings(Runnable look, LastReport report, Runnable exports, LongConsumer flushLog) {
        this.look = look;
        this.report = report;
        this.exports = exports;
        this.flushLog = flushLog;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        Thread first = OwnThreads.daemon(null, () -> inOrder(start), "tcpclose-exit");
        if (started(first)) await(first, PATIENCE);
        else inOrder(start);
        List<String> late = List.copyOf(undone);
        if (!late.isEmpty())
            Say.line("the JVM's end does not wait any longer; not done in time: " + String.join(", ", late));
        flushLog.accept(LAST_WORDS);
        Say.flush(LAST_WORDS);
    }

    private void inOrder(long start) {
        step(look, LOOK);
        Thread beside = OwnThreads.daemon(null, () -> step(exports, EXPORTS), "tcpclose-last");
        boolean isBeside = started(beside);
        step(() -> report.write(start + TimeUnit.MILLISECONDS.toNanos(FOR_THE_FILE)), REPORT);
        if (isBeside) await(beside, PATIENCE);
        else step(exports, EXPORTS);
    }

    /** Not where the process may have no more threads. */
    private static boolean started(Thread thread) {
        try {
            thread.start();
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    private static void await(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step(Runnable step, String name) {
        try {
            step.run();
        } catch (Throwable e) {
            Say.line(name + " failed: " + e);
        }
        undone.remove(name);
    }
}
