package io.tcpclose.agent;

import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.core.kernel.FreeDescriptors;
import io.tcpclose.core.ledger.OwnErrors;
import io.tcpclose.export.http.Doors;
import io.tcpclose.export.meters.ApplicationMeters;
import io.tcpclose.export.meters.MeterExports;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The agent's thread for what leaves the agent: it starts the exports once the application runs, lets the meters follow each
 * board, and looks after the application's Micrometer. Apart from the one that probes, since an application's registry calls the
 * application's code and may block.
 */
final class ExportThread implements Runnable {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Only to see whether the agent's other threads are alive. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LAST_TURN_MILLIS = 5_000;

    private final MeterExports exports;
    private final Doors doors;
    private final @Nullable ApplicationMeters applications;
    private @Nullable ClassObserver observer;
    private final MainClass main = new MainClass(System.nanoTime());
    private final OwnThreads threads;
    private final OwnErrors errors;
    private final LastingThread thread;
    private volatile boolean over;
    private boolean started;
    private boolean failureSaid;
    private long turn;

    ExportThread(MeterExports exports, Doors doors, @Nullable ApplicationMeters applications, OwnThreads threads) {
        this.exports = exports;
        this.doors = doors;
        this.applications = applications;
        this.threads = threads;
        this.errors = threads.errors();
        this.thread = threads.lasting(this, "tcpclose-meters", fresh -> {});
    }

    /** Before the start. */
    void learnsFrom(ClassObserver observer) {
        this.observer = observer;
    }

    void start() {
        thread.start();
    }

    /** There is something new. Any thread. */
    void wake() {
        LockSupport.unpark(thread.thread());
    }

    @Override
    public void run() {
        while (!over) {
            errors.run("a turn of the exporting thread", () -> turn(System.nanoTime()));
            boolean quiet = started && (applications == null || applications.isQuiet());
            LockSupport.parkNanos(quiet ? QUIET_NANOS : TURN_NANOS);
            Thread.interrupted();
        }
        if (applications != null) applications.end();
    }

    private void turn(long now) {
        threads.look();
        // A client of the JDK's for http or TLS reads files once and for all when it is first made.
        if (!started && main.runs(now) && FreeDescriptors.areThere()) {
            started = true;
            errors.run("starting the exports", exports::start);
            errors.run("opening the doors", doors::start);
        }
        ApplicationMeters known = applications;
        if (started && known != null) errors.run("the application's registries", () -> look(known, now));
        if (turn != MeterBoard.turn()) follow();
    }

    private void look(ApplicationMeters applications, long now) {
        if (observer != null)
            observer.drain((loader, name) -> {
                if (loader != null) applications.seen(loader, name, now);
            });
        applications.turn(now);
    }

    private void follow() {
        turn = MeterBoard.turn();
        Throwable thrown = MeterBoard.tell();
        exports.turned();
        if (thrown == null || failureSaid) return;
        failureSaid = true;
        Say.line("meters could not be brought up to date in a registry: " + thrown);
    }

    /** At exit, by the thread of the hook. */
    void stop() {
        doors.stop();
        exports.stop();
    }

    /**
     * The agent leaves: all that it has started ends, and what it has put into the application's registries is taken
     * out.
     */
    void end() {
        stop();
        over = true;
        thread.over();
        wake();
        try {
            thread.join(LAST_TURN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
