package io.tcpclose.agent;

import io.tcpclose.bootstrap.HookErrors;
import io.tcpclose.core.probe.Engine;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent's one thread: a pass every probe interval, sooner when the inbox fills. Daemon, without a context class loader
 * and without inherited thread locals, so that it keeps no application alive. Sockets that it opens are invisible.
 */
final class AgentThread extends Thread {
    private final Engine engine;
    private final Reporter reporter;
    private final Health health;
    private final long intervalNanos;
    private boolean errorsSaid;

    AgentThread(Engine engine, Reporter reporter, Health health, Duration interval) {
        super(null, null, "tcpclose", 0, false);
        this.engine = engine;
        this.reporter = reporter;
        this.health = health;
        this.intervalNanos = interval.toNanos();
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        boolean failed = false;
        while (true) {
            LockSupport.parkNanos(intervalNanos);
            Thread.interrupted();
            try {
                engine.pass(System.nanoTime(), System.currentTimeMillis());
                reporter.tick(System.nanoTime());
                tellHookErrors();
            } catch (Throwable e) {
                if (!failed) Say.line("a pass of the agent's thread failed, the next one is tried: " + e);
                failed = true;
            }
        }
    }

    private void tellHookErrors() {
        if (errorsSaid || health.hookErrors() == 0) return;
        errorsSaid = true;
        Say.line("an error inside a hook was caught and counted (" + HookErrors.first()
                + "); the application did not see it");
    }
}
