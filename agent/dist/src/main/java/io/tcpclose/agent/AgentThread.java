package io.tcpclose.agent;

import io.tcpclose.bootstrap.HookErrors;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.meter.Meters;
import io.tcpclose.core.probe.Engine;
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
final class AgentThread extends Thread {
    private static final long APPLICATION_RUNS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LAST_PASS_MILLIS = 5_000;

    private final Engine engine;
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
    private boolean runs;
    private boolean errorsSaid;
    private boolean tested;

    /**
     * @param published run after each board of meters
     * @param attached late: the application runs, and the first pass is at once
     */
    AgentThread(
            Engine engine,
            Reporter reporter,
            Health health,
            KernelStart kernel,
            Meters meters,
            Outlets outlets,
            CatchUp catchUp,
            Runnable published,
            Duration interval,
            boolean attached) {
        super(null, null, "tcpclose", 0, false);
        this.engine = engine;
        this.reporter = reporter;
        this.health = health;
        this.kernel = kernel;
        this.meters = meters;
        this.outlets = outlets;
        this.catchUp = catchUp;
        this.published = published;
        this.intervalNanos = interval.toNanos();
        this.attached = attached;
        setDaemon(true);
        // The thread that attaches us has a higher one.
        setPriority(NORM_PRIORITY);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        boolean failed = false;
        long due = System.nanoTime() + (attached ? 0 : intervalNanos);
        while (true) {
            LockSupport.parkNanos(due - System.nanoTime());
            Thread.interrupted();
            if (over) return;
            long now = System.nanoTime();
            boolean probes = now - due >= 0;
            if (probes) due = now + intervalNanos;
            CountDownLatch waiting = catchUp.take();
            try {
                turn(now, probes);
            } catch (Throwable e) {
                if (!failed) Say.line("a pass of the agent's thread failed, the next one is tried: " + e);
                failed = true;
            }
            if (waiting != null) waiting.countDown();
        }
    }

    /** Ends it, and waits for the pass that is under way. */
    void end() {
        over = true;
        LockSupport.unpark(this);
        try {
            join(LAST_PASS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Woken before its time it only empties the inbox: what a pass may spend is meant for a whole interval. */
    private void turn(long now, boolean probes) {
        outlets.begin();
        if (!probes) {
            engine.catchUp(now, System.currentTimeMillis());
            outlets.woken();
            if (MeterBoard.turn() == 0) publish();
            return;
        }
        engine.pass(now, System.currentTimeMillis());
        meters.passed(System.nanoTime() - now);
        publish();
        reporter.tick(System.nanoTime());
        outlets.probed();
        tellHookErrors();
        runsOnce(now);
        testOnce();
        kernel.tellOff();
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
        runs = true;
        kernel.readProc();
        reporter.applicationRuns();
        outlets.applicationRuns();
    }

    /** After the application's first socket, and never before it: see {@link SelfTest}. */
    private void testOnce() {
        if (tested || Tracing.opened() == 0) return;
        tested = true;
        boolean watches = kernel.startWatcher();
        try {
            SelfTest.Fin fin = watches ? kernel::tryWatcher : (own, send) -> send.run();
            List<String> silent = new SelfTest(fin).run(Engine.kindsOpen());
            health.silent(silent);
            if (!silent.isEmpty())
                Say.line("hook points that did not fire in the self-test: " + String.join(", ", silent));
        } catch (IOException | RuntimeException e) {
            // No loopback here (a sandbox, another SocketImplFactory): the structural check at start has to do.
        }
    }
}
