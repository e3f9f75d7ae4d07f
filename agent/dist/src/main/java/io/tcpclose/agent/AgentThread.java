package io.tcpclose.agent;

import io.tcpclose.bootstrap.HookErrors;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.kernel.FreeDescriptors;
import io.tcpclose.core.ledger.OwnErrors;
import io.tcpclose.core.meter.Meters;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.OpenSockets;
import io.tcpclose.instrument.SelfTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent's thread that probes: a pass every probe interval, sooner when the inbox fills. Daemon, without a context class loader
 * and without inherited thread locals, so that it keeps no application alive. Sockets that it opens are invisible.
 */
final class AgentThread implements Runnable {
    private static final long APPLICATION_RUNS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LAST_PASS_MILLIS = 5_000;
    private static final String OWN_ERROR =
            "an error in the agent's own work was caught and counted, what failed is left out: ";

    private final Engine engine;
    private final OwnErrors errors;
    private final OwnThreads threads;
    private final LastingThread thread;
    private final Reporter reporter;
    private final Health health;
    private final KernelStart kernel;
    private final Meters meters;
    private final Outlets outlets;
    private final CatchUp catchUp;
    private final Runnable published;
    private final long intervalNanos;
    private final boolean attached;
    private final long startNanos = System.nanoTime();
    private volatile boolean over;
    private boolean begun;
    private boolean runs;
    private boolean errorsSaid;
    private boolean tested;

    /**
     * @param published run after each board of meters
     * @param attached late: the application runs, and the first pass is at once
     */
    AgentThread(
            Engine engine,
            OwnThreads threads,
            Reporter reporter,
            Health health,
            KernelStart kernel,
            Meters meters,
            Outlets outlets,
            CatchUp catchUp,
            Runnable published,
            Duration interval,
            boolean attached) {
        this.engine = engine;
        this.errors = engine.errors();
        this.threads = threads;
        this.thread = threads.lasting(this, "tcpclose", this::isKnown);
        this.reporter = reporter;
        this.health = health;
        this.kernel = kernel;
        this.meters = meters;
        this.outlets = outlets;
        this.catchUp = catchUp;
        this.published = published;
        this.intervalNanos = interval.toNanos();
        this.attached = attached;
    }

    void start() {
        thread.start();
    }

    /** To whom it is woken by, and to the hooks: its sockets are not the application's. */
    private void isKnown(Thread fresh) {
        catchUp.agent(fresh);
        engine.inbox().consumer(fresh);
        MeterBoard.publisher(fresh);
        Tracing.agentThread(fresh);
    }

    @Override
    public void run() {
        long due = System.nanoTime() + (attached && !begun ? 0 : intervalNanos);
        begun = true;
        while (true) {
            LockSupport.parkNanos(due - System.nanoTime());
            Thread.interrupted();
            if (over) return;
            long now = System.nanoTime();
            boolean probes = now - due >= 0;
            if (probes) due = now + intervalNanos;
            CountDownLatch waiting = catchUp.take();
            errors.run("a pass", () -> turn(now, probes));
            if (waiting != null) waiting.countDown();
        }
    }

    /** Ends it, and waits for the pass that is under way. */
    void end() {
        over = true;
        thread.over();
        Thread last = thread.thread();
        if (last == null) return;
        LockSupport.unpark(last);
        try {
            last.join(LAST_PASS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Woken before its time it only empties the inbox: what a pass may spend is meant for a whole interval. */
    private void turn(long now, boolean probes) {
        errors.run("noting libraries", outlets::begin);
        if (probes) probe(now);
        else woken(now);
    }

    private void woken(long now) {
        errors.run("taking in events", () -> engine.catchUp(now, System.currentTimeMillis()));
        errors.run("the dump", outlets::woken);
        if (MeterBoard.turn() == 0) errors.run("the meters", this::publish);
    }

    /** Each part by itself: one that fails keeps no other from its turn. */
    private void probe(long now) {
        errors.run("a pass", () -> engine.pass(now, System.currentTimeMillis()));
        errors.run("the time of a pass", () -> passed(System.nanoTime() - now));
        errors.run("the meters", this::publish);
        if (runs) errors.run("the report of report.interval", () -> reporter.tick(System.nanoTime()));
        errors.run("the log and the dump", outlets::probed);
        errors.run("reading /proc", () -> runsOnce(now));
        errors.run("the self-test", this::testOnce);
        kernel.lookAfterWatcher(errors);
        threads.look();
        tellHookErrors();
        errors.untold().forEach(error -> Say.line(OWN_ERROR + error));
        kernel.tellOff();
    }

    private void passed(long nanos) {
        meters.passed(nanos);
        health.passed(nanos);
    }

    private void publish() {
        if (!MeterBoard.isWanted()) return;
        meters.publish(System.nanoTime());
        published.run();
    }

    private void tellHookErrors() {
        if (errorsSaid || health.hookErrors() == 0) return;
        errorsSaid = true;
        Say.line("an error inside a hook was caught and counted (" + HookErrors.first()
                + "); the application did not see it");
    }

    /** Files, which open the file system, are the application's first: so once that runs, with a traced socket or with none. */
    private void runsOnce(long now) {
        if (runs || (!attached && Tracing.opened() == 0 && now - startNanos < APPLICATION_RUNS_NANOS)) return;
        // What comes now loads classes of the JDK that read files once and for all.
        if (!FreeDescriptors.areThere()) return;
        runs = true;
        kernel.readProc();
        reporter.applicationRuns();
        outlets.applicationRuns();
    }

    /** After the application's first socket, and never before it: see {@link SelfTest}. */
    private void testOnce() {
        if (tested || Tracing.opened() == 0 || !FreeDescriptors.areThere()) return;
        tested = true;
        boolean watches = kernel.startWatcher();
        try {
            SelfTest.Fin fin = watches ? kernel::tryWatcher : (own, send) -> send.run();
            List<String> silent = new SelfTest(fin).run(OpenSockets.kinds());
            health.silent(silent);
            if (!silent.isEmpty())
                Say.line("hook points that did not fire in the self-test: " + String.join(", ", silent));
        } catch (IOException | RuntimeException e) {
            // No loopback here (a sandbox, another SocketImplFactory): the structural check at start has to do.
        } finally {
            kernel.settleWatcher();
        }
    }
}
