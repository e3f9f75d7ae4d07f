package io.tcpclose.agent;

import io.tcpclose.core.ledger.OwnErrors;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads of the agent beside its first one: daemons without a context class loader and without inherited thread locals, in a
 * group of their own by which the hooks know their sockets. What they start themselves is in it too.
 */
final class OwnThreads implements ThreadFactory {
    private static final String NAME = "tcpclose";
    /** ThreadGroup's parents hold it weakly since then. */
    private static final int FIRST_WITHOUT_DESTROY = 19;

    private final ThreadGroup group;
    private final OwnErrors errors;
    private final List<LastingThread> lasting = new CopyOnWriteArrayList<>();

    OwnThreads(OwnErrors errors) {
        this.errors = errors;
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = top.getParent(); parent != null; parent = parent.getParent()) top = parent;
        this.group = new ThreadGroup(top, NAME);
    }

    ThreadGroup group() {
        return group;
    }

    /** The group goes with its last thread. From JDK 19 on it goes by itself, and this does nothing. */
    @SuppressWarnings("removal")
    void end() {
        group.setDaemon(true);
        if (group.activeCount() == 0 && Runtime.version().feature() < FIRST_WITHOUT_DESTROY) group.destroy();
    }

    @Override
    public Thread newThread(Runnable work) {
        return named(work, NAME + "-export");
    }

    OwnErrors errors() {
        return errors;
    }

    /** @param known told of each thread that runs the loop, before its start */
    LastingThread lasting(Runnable loop, String name, Consumer<Thread> known) {
        LastingThread made = new LastingThread(work -> named(work, name), loop, known, errors);
        lasting.add(made);
        return made;
    }

    /** Starts again what has died. For the lasting threads, each of which looks after the others. */
    void look() {
        for (LastingThread each : lasting) each.look();
    }

    Thread named(Runnable work, String name) {
        return daemon(group, work, name);
    }

    /** @param group null for that of the thread that asks */
    static Thread daemon(@Nullable ThreadGroup group, Runnable work, String name) {
        Thread thread = new Thread(group, work, name, 0, false);
        thread.setDaemon(true);
        // The thread that attaches us has a higher one.
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(null);
        return thread;
    }
}
