package io.tcpclose.agent;

import io.tcpclose.bootstrap.ExitSlot;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.instrument.Instrumenter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The agent leaves a JVM that goes on: its hooks are taken out, its threads, ports and files end, and its meters go from the registries. What stays are the boot classes,
 * which know of no agent then.
 */
final class Departure {
    private final Instrumenter instrumenter;
    private final KernelStart kernel;
    private final ExportStart exporting;
    private final OwnThreads threads;
    private final AtomicBoolean begun = new AtomicBoolean();
    private @Nullable AgentThread thread;
    private @Nullable ExportThread exports;
    private @Nullable Outlets outlets;

    Departure(Instrumenter instrumenter, KernelStart kernel, ExportStart exporting, OwnThreads threads) {
        this.instrumenter = instrumenter;
        this.kernel = kernel;
        this.exporting = exporting;
        this.threads = threads;
    }

    void of(AgentThread thread, ExportThread exports, Outlets outlets) {
        this.outlets = outlets;
        this.thread = thread;
        this.exports = exports;
    }

    /** Returns at once: whoever asked is answered before his door is shut. */
    void begin() {
        if (!begun.getAndSet(true))
            threads.named(this::leave, "tcpclose-detach").start();
    }

    /** Sockets that the agent still closes are its own as long as its thread group is known. */
    private void leave() {
        ExitSlot.clear();
        exporting.end();
        step(this::endThreads);
        step(() -> {
            if (outlets == null) return;
            outlets.end();
            outlets.stop();
        });
        step(MeterBoard::end);
        step(Tracing::stop);
        step(instrumenter::uninstall);
        Say.line("detached: the hooks are out, and the application goes on without");
    }

    /** What the agent's thread does for itself alone is left to others once it has ended. */
    private void endThreads() {
        if (thread != null) thread.end();
        kernel.end();
        if (exports != null) exports.end();
    }

    /** One that fails does not keep the others from ending. */
    private static void step(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            Say.line("while detaching: " + e);
        }
    }
}
