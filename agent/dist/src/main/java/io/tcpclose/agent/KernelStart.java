package io.tcpclose.agent;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ForcedOff;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.core.kernel.FinWatcher;
import io.tcpclose.core.kernel.KernelCounters;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.ProcNetTcp;
import io.tcpclose.core.ledger.OwnErrors;
import io.tcpclose.core.probe.KernelWatch;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which questions to the kernel are possible here, by name. What needs no more than a method of the JDK is there from the
 * start; the watcher comes with the application's first socket and /proc at ten seconds at the latest, on the agent's thread.
 */
final class KernelStart {
    private static final String PROC = "/proc";
    private static final String NET = "/proc/self/net";
    private static final String FDS = "/proc/self/fd";
    private static final int MAX_ROWS = 200_000;

    private final KernelWatch kernel;
    private final FinWatcher watcher = new FinWatcher();
    private boolean reads;
    private boolean watched;
    private boolean offSaid;

    /** @param attached late, to an application that runs: it is older than the agent, and so are its connections */
    KernelStart(KernelWatch kernel, boolean attached) {
        this.kernel = kernel;
        if (whyNoNet() == null) kernel.willRead();
        if (!attached) return;
        kernel.attachedLate();
        readProc();
    }

    /** For the agent's thread, once the application runs. */
    void readProc() {
        if (reads) return;
        reads = true;
        if (whyNoNet() == null)
            kernel.reading(new ProcNetTcp(Path.of(NET), MAX_ROWS), new KernelCounters(Path.of(NET)));
        if (whyNoFds() == null) kernel.reading(new ProcFd(Path.of(PROC)));
    }

    boolean startWatcher() {
        watched = watcher.missing() == null;
        return watched && watcher.start();
    }

    /** After the self-test: one whose trial did not come about is not claimed. */
    void settleWatcher() {
        if (watched) watcher.settle();
    }

    /** Starts its thread again where it has died. */
    void lookAfterWatcher(OwnErrors errors) {
        errors.run("the thread of the FIN watcher", watcher::look);
    }

    /** The watcher's thread ends soon. */
    void end() {
        watcher.end();
    }

    /** Once, where it was there at the start and is not any more. */
    void tellOff() {
        String missing = watcher.missing();
        if (!watched || offSaid || missing == null) return;
        offSaid = true;
        Say.line("the FIN watcher is off, idle connections are polled instead: " + missing);
    }

    /** The FIN of a loopback pair of the agent's own decides whether the watcher is on. */
    void tryWatcher(Connection own, Runnable fin) {
        try {
            if (watcher.trial(own, fin)) kernel.watchedBy(watcher);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String whyNoNet() {
        return reason("proc-net", new File(NET, "tcp").canRead() || new File(NET, "tcp6").canRead(), NET + "/tcp");
    }

    private static @Nullable String whyNoFds() {
        return reason("proc-fd", new File(FDS).canRead(), FDS);
    }

    private static @Nullable String reason(String capability, boolean there, String what) {
        if (ForcedOff.contains(capability)) return "forced off";
        return there ? null : what;
    }

    /** Each capability with what is missing for it, or null where nothing is. */
    Map<String, @Nullable String> missing() {
        Map<String, @Nullable String> missing = new LinkedHashMap<>();
        missing.put("fin-watcher", watcher.missing());
        missing.put("tcp-info", reason("tcp-info", KernelCalls.hasTcpInfo(), "Net.getIntOption0"));
        missing.put("proc-net", whyNoNet());
        missing.put(
                "poll",
                reason(
                        "poll",
                        KernelCalls.hasPoll(),
                        KernelCalls.isPollKnown(System.getProperty("os.name")) ? "Net.poll" : "not Linux"));
        missing.put("unread", reason("unread", KernelCalls.hasUnread(), "Net.available"));
        missing.put("proc-fd", whyNoFds());
        return missing;
    }
}
