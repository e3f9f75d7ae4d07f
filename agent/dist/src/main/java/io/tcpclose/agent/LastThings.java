package io.tcpclose.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * What the agent does when the JVM ends. Each part may block for ever (a lock, a hanging file system, a peer that never answers), so
 * they run on threads of the agent's, and the JVM's end waits for them no longer than {@link #PATIENCE}.
 */
final class LastThings implements Runnable {
    /** In milliseconds, with {@link #LAST_WORDS} less than the five seconds that are promised. */
    static final long PATIENCE = 4_000;

    /** What the report's file gets of it; after that the report is printed. */
    private static final long FOR_THE_FILE = 3_000;

    private static final long LAST_WORDS = 250;

    /** The exit report. */
    interface LastReport {
        /** @param deadline by {@link System#nanoTime()} */
        void write(long deadline);
    }

    private final Runnable look;
    private final LastReport report;
    private final Runnable exports;
    private final LongConsumer flushLog;
    private final List<String> undone = Collections.synchronizedList(
            new ArrayList<>(List.of("the last look at the sockets", "the exit report", "the end of the exports")));

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
        try {
            first.start();
            first.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError noThread) {
            // Of a process that may have no more threads: on this one, then.
            inOrder(start);
        }
        if (!undone.isEmpty())
            Say.line("the JVM's end does not wait any longer; not done within " + PATIENCE / 1000 + " s: "
                    + String.join(", ", List.copyOf(undone)));
        flushLog.accept(LAST_WORDS);
        Say.flush(LAST_WORDS);
    }

    private void inOrder(long start) {
        step(look, undone.get(0));
        Thread beside = OwnThreads.daemon(null, () -> step(exports, "the end of the exports"), "tcpclose-last");
        beside.start();
        step(() -> report.write(start + TimeUnit.MILLISECONDS.toNanos(FOR_THE_FILE)), "the exit report");
        try {
            beside.join();
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
