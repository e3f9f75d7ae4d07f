package io.tcpclose.agent;

import io.tcpclose.core.ledger.ConnectionEndListener;
import io.tcpclose.core.ledger.EndedConnection;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.FindingListener;
import io.tcpclose.core.ledger.Occurrence;
import io.tcpclose.core.report.FindingView;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.export.jfr.FlightEvents;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Option {@code jfr}: tells JFR of findings and ends, from when JFR is up. Until then no class of its module is loaded: that it comes up is
 * seen by the class of its recorder being loaded.
 */
final class JfrOutlet implements FindingListener, ConnectionEndListener {
    /** Loaded with the first recording, or to look whether there is one. */
    static final String RECORDER = "jdk.jfr.internal.PlatformRecorder";

    private static final String MODULE = "jdk.jfr";
    /** When its recorder is being loaded, JFR is not up yet. */
    private static final long COMES_UP_MILLIS = 100;

    private final Instrumentation instrumentation;
    private final boolean redact;
    private final Runnable catchUp;
    private volatile @Nullable FlightEvents events;
    private boolean seen;

    /** @param catchUp lets the agent's thread tell what has ended since, and waits for it a moment */
    JfrOutlet(Instrumentation instrumentation, boolean redact, Runnable catchUp) {
        this.instrumentation = instrumentation;
        this.redact = redact;
        this.catchUp = catchUp;
    }

    static boolean isPossible() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** JFR comes up. Once; on the agent's thread. */
    void recorderSeen(OwnThreads threads) {
        if (seen) return;
        seen = true;
        threads.named(this::start, "tcpclose-jfr").start();
    }

    private void start() {
        try {
            TimeUnit.MILLISECONDS.sleep(COMES_UP_MILLIS);
            JdkModules.openFlightRecorder(instrumentation, JfrOutlet.class.getModule());
            events = new FlightEvents(redact, catchUp);
        } catch (Throwable e) {
            Say.line("jfr is off: " + e);
        }
    }

    /** What was recorded stays recorded. */
    void stop() {
        FlightEvents now = events;
        events = null;
        if (now != null) now.close();
    }

    @Override
    public boolean isListening() {
        FlightEvents now = events;
        return now != null && now.recordsEnds();
    }

    @Override
    public void ended(EndedConnection connection) {
        FlightEvents now = events;
        if (now != null) now.ended(connection);
    }

    @Override
    public void found(Finding finding, Occurrence occurrence, News news, @Nullable Severity was, long millis) {
        FlightEvents now = events;
        if (now != null && now.recordsFindings()) now.found(FindingView.of(finding, occurrence));
    }
}
