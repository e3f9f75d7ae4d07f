package io.tcpclose.export.jfr;

import io.tcpclose.core.ledger.EndedConnection;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.AddressRedactor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * What is found and what ends, as events. To be loaded only where JFR is up. The constructor takes locks of JFR, and must not run under
 * the engine's; the rest takes none.
 */
public final class FlightEvents implements AutoCloseable {
    private static final int FRAMES = 16;
    private static final int MAX_TEXT = 4_000;

    private final EventType connections = type(ConnectionEvent.class);
    private final EventType halfCloses = type(HalfCloseEvent.class);
    private final EventType findings = type(FindingEvent.class);
    private final @Nullable PastEvent pastConnection = PastEvent.of(ConnectionEvent.class);
    private final @Nullable PastEvent pastHalfClose = PastEvent.of(HalfCloseEvent.class);
    private final @Nullable AddressRedactor redactor;
    private final Runnable beforeChunkEnds;

    /**
     * @param redact whether addresses are replaced
     * @param beforeChunkEnds tells what is still to be told; on whatever thread ends a chunk, which holds JFR's lock
     */
    public FlightEvents(boolean redact, Runnable beforeChunkEnds) {
        this.redactor = redact ? AddressRedactor.forALongTime() : null;
        this.beforeChunkEnds = beforeChunkEnds;
        FlightRecorder.addPeriodicEvent(ConnectionEvent.class, beforeChunkEnds);
    }

    private static EventType type(Class<? extends Event> type) {
        FlightRecorder.register(type);
        return EventType.getEventType(type);
    }

    /** Whether a recording wants ends of connections. */
    public boolean recordsEnds() {
        return connections.isEnabled() || halfCloses.isEnabled();
    }

    /** Whether a recording wants findings. */
    public boolean recordsFindings() {
        return findings.isEnabled();
    }

    public void ended(EndedConnection ended) {
        EndedConnection shown = redactor == null ? ended : redactor.redact(ended);
        connection(shown);
        if (shown.halfCloseNanos() != 0) halfClose(shown);
    }

    private void connection(EndedConnection c) {
        ConnectionEvent event = new ConnectionEvent();
        if (pastConnection != null) pastConnection.happened(event, c.openedNanos(), c.closedNanos());
        if (!event.shouldCommit()) return;
        event.id = c.id();
        event.kind = c.kind();
        event.role = c.role();
        event.tls = c.tls();
        event.local = c.local();
        event.remote = c.remote();
        event.remoteHost = c.remoteHost();
        event.endpoint = c.endpoint();
        event.inbound = c.inbound();
        event.outbound = c.outbound();
        event.descriptor = c.descriptor();
        event.how = c.how();
        event.firstCloser = c.firstCloser();
        event.verdict = c.verdict();
        event.bytesRead = c.bytesRead();
        event.bytesWritten = c.bytesWritten();
        if (c.unreadBytes() != null) event.unreadBytes = c.unreadBytes();
        event.ageMs = TimeUnit.NANOSECONDS.toMillis(c.closedNanos() - c.openedNanos());
        event.openedTime =
                System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - c.openedNanos());
        event.adopted = c.adopted();
        event.openedSite = site(c.openedStack());
        event.openedStack = text(c.openedStack());
        event.openedThread = c.openedThread();
        event.traceId = c.traceId();
        event.spanId = c.spanId();
        event.commit();
    }

    private void halfClose(EndedConnection c) {
        HalfCloseEvent event = new HalfCloseEvent();
        if (pastHalfClose != null) pastHalfClose.happened(event, c.halfCloseNanos(), c.closedNanos());
        if (!event.shouldCommit()) return;
        event.id = c.id();
        event.side = c.halfCloseSide();
        event.verdict = c.verdict();
        event.endpoint = c.endpoint();
        event.local = c.local();
        event.remote = c.remote();
        event.openedSite = site(c.openedStack());
        event.commit();
    }

    public void found(Report.Finding found) {
        Report.Finding f = redactor == null ? found : redactor.redact(found);
        FindingEvent event = new FindingEvent();
        event.rule = f.rule();
        event.severity = f.severity();
        event.fingerprint = f.fingerprint();
        event.count = f.count();
        event.active = f.active();
        event.endpoint = f.endpoint();
        event.message = f.message();
        event.advice = f.advice();
        event.openedSite = site(f.openedStack());
        event.openedStack = text(f.openedStack());
        event.offendingSite = site(f.offendingStack());
        event.offendingStack = text(f.offendingStack());
        event.offendingThread = f.offendingThread();
        event.traceId = f.traceId();
        event.spanId = f.spanId();
        if (!f.exemplars().isEmpty())
            exemplar(event, f.exemplars().get(f.exemplars().size() - 1));
        event.commit();
    }

    private static void exemplar(FindingEvent event, Report.Exemplar exemplar) {
        event.id = exemplar.id();
        event.local = exemplar.local();
        event.remote = exemplar.remote();
    }

    private static @Nullable String site(List<String> stack) {
        if (stack.isEmpty()) return null;
        String first = stack.get(0);
        int file = first.indexOf('(');
        return file < 0 ? first : first.substring(0, file);
    }

    /** The innermost frames: the strings of an event are written with each of them. */
    private static @Nullable String text(List<String> stack) {
        if (stack.isEmpty()) return null;
        String text = stack.stream().limit(FRAMES).collect(Collectors.joining("\n"));
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /** Nothing of ours is left in JFR but what is recorded. */
    @Override
    public void close() {
        FlightRecorder.removePeriodicEvent(beforeChunkEnds);
        FlightRecorder.unregister(ConnectionEvent.class);
        FlightRecorder.unregister(HalfCloseEvent.class);
        FlightRecorder.unregister(FindingEvent.class);
    }
}
