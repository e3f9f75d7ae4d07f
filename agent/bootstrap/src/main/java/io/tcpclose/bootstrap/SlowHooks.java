package io.tcpclose.bootstrap;

import org.jspecify.annotations.Nullable;

/** The rare branches of read and write: first end-of-file, failures, a thread not seen before, the dead peer. */
final class SlowHooks {
    /** Further writes into a dead connection that make a finding, and how far apart in time they must lie. */
    private static final int DEAD_WRITES = 2;

    private static final long DEAD_SPREAD_NANOS = 1_000_000_000L;
    private static final long DEAD_LONG_NANOS = 10_000_000_000L;

    /** A read that returns -1 under one of these says nothing about the peer's FIN. */
    private static final int NO_PEER_FIN = Connection.PRE_CLOSED
            | Connection.CLOSING
            | Connection.TLS_CLOSING
            | Connection.INPUT_SHUT
            | Connection.DEAD
            | Connection.EOF_READ;

    /** Of these the hint alone: nothing else explains it, and this is the first write since. */
    private static final int UNREAD_FIN = Connection.FIN_HINT
            | Connection.EOF_READ
            | Connection.OUTPUT_SHUT
            | Connection.INPUT_SHUT
            | Connection.WROTE_AFTER_FIN;

    /** Where one of these is set, EPIPE does not tell that the peer's FIN had come before. */
    private static final int EXPLAINS_EPIPE = Connection.EOF_READ
            | Connection.OUTPUT_SHUT
            | Connection.INPUT_SHUT
            | Connection.FOREIGN_SHUT
            | Connection.CLOSING
            | Connection.TLS_CLOSING;

    private SlowHooks() {}

    static void endOfFile(Connection c) {
        if (c.has(NO_PEER_FIN) || !c.set(Connection.EOF_READ)) return;
        Step step = new Step(c, SocketEvent.EOF, System.nanoTime(), c.bytesWritten, Tracing.stepMark());
        LastUse use = new LastUse(Thread.currentThread(), step.nanos, step.trace);
        c.lastUse = use;
        Tracing.tell(step);
    }

    static void failed(Connection c, Throwable thrown) {
        if (c.has(Connection.PRE_CLOSED)) return;
        String message = thrown.getMessage();
        // Of read(2) and write(2); a SocketTimeoutException of SO_TIMEOUT says "Read timed out".
        if (message != null && message.startsWith("Connection timed out")) c.set(Connection.TIMED_OUT);
        SocketEvent event = eventOf(message);
        if (event == null) return;
        boolean ownFin = c.has(Connection.OUTPUT_SHUT);
        if (event == SocketEvent.BROKEN_PIPE && ownFin && !c.has(Connection.DEAD)) {
            // EPIPE for our own shutdownOutput: nothing is known of the peer.
            if (!c.has(Connection.CLOSING | Connection.TLS_CLOSING)) RingHooks.tellShutdownUse(c, Operation.WRITE);
            return;
        }
        if (event == SocketEvent.BROKEN_PIPE && !c.has(Connection.DEAD) && KernelCalls.ownFinIsOut(c)) {
            if (!c.has(Connection.CLOSING | Connection.TLS_CLOSING)) foreignShutdown(c);
            return;
        }
        boolean unexplained = !c.has(EXPLAINS_EPIPE);
        if (!c.set(Connection.DEAD)) return;
        c.anomaliesForUpdate().deadNanos = System.nanoTime();
        Tracing.tell(c, event, event == SocketEvent.BROKEN_PIPE && unexplained ? 1 : 0, Tracing.stepMark());
    }

    /** EPIPE, and the connection is in FIN_WAIT: nobody reset it, another process that holds it has shut our output down. */
    private static void foreignShutdown(Connection c) {
        if (c.set(Connection.FOREIGN_SHUT)) Tracing.tell(c, SocketEvent.FOREIGN_SHUTDOWN, 0, Tracing.stepMark());
    }

    /** The JDK gives errno only as text: net_util_md.c and SocketDispatcher.c, "Connection reset [by peer]", "Broken pipe". */
    private static @Nullable SocketEvent eventOf(@Nullable String message) {
        if (message == null) return null;
        if (message.startsWith("Connection reset")) return SocketEvent.RESET;
        return message.startsWith("Broken pipe") ? SocketEvent.BROKEN_PIPE : null;
    }

    static void writeBegins(Connection c) {
        int flags = c.flags();
        if ((flags & Connection.NOTE_USE) != 0) noteUse(c);
        if ((flags & (Connection.CLOSING | Connection.TLS_CLOSING | Connection.PRE_CLOSED)) != 0) return;
        if ((flags & Connection.DEAD) != 0) {
            writeToDead(c);
        } else if ((flags & (Connection.EOF_READ | Connection.OUTPUT_SHUT)) == Connection.EOF_READ
                && c.set(Connection.WROTE_AFTER_EOF)) {
            Tracing.tell(c, SocketEvent.WRITE_AFTER_EOF, 0, Tracing.stepMark());
        } else if ((flags & UNREAD_FIN) == Connection.FIN_HINT && KernelCalls.isInCloseWait(c)) {
            if (c.set(Connection.WROTE_AFTER_FIN)) Tracing.tell(c, SocketEvent.WRITE_AFTER_FIN, 0, Tracing.stepMark());
        }
    }

    private static void writeToDead(Connection c) {
        Anomalies a = c.anomaliesForUpdate();
        long now = System.nanoTime();
        a.deadWrites++;
        long spread = now - a.deadNanos;
        boolean isLong = spread > DEAD_LONG_NANOS;
        boolean told = isLong ? a.deadWriteToldLong : a.deadWriteTold;
        if (told || a.deadWrites < DEAD_WRITES || spread <= DEAD_SPREAD_NANOS) return;
        a.deadWriteTold = true;
        a.deadWriteToldLong = isLong;
        Tracing.tell(c, SocketEvent.WRITE_TO_DEAD, spread, Tracing.stepMark());
    }

    static void noteUse(Connection c) {
        if (!c.clear(Connection.NOTE_USE)) return;
        c.lastUse = new LastUse(Thread.currentThread(), System.nanoTime(), Tracing.useMark());
    }

    static void newReader(Connection c, int tid) {
        share(c, c.readerTid, tid, true);
        c.readerTid = tid;
    }

    static void newWriter(Connection c, int tid) {
        share(c, c.writerTid, tid, false);
        c.writerTid = tid;
    }

    private static void share(Connection c, int before, int tid, boolean reads) {
        if (before == 0) return;
        Anomalies a = c.anomaliesForUpdate();
        Anomalies.Threads threads = reads ? a.readers : a.writers;
        threads.add(before);
        threads.add(tid);
    }
}
