package io.tcpclose.bootstrap;

import org.jspecify.annotations.Nullable;

/** The rare branches of read and write: first end-of-file, failures, a thread not seen before, the dead peer. */
final class SlowHooks {
    /** Further writes into a dead connection that make a finding, and how far apart in time they must lie. */
    private static final int DEAD_WRITES = 2;

    private static final long DEAD_SPREAD_NANOS = 1_000_000_000L;
    private static final long DEAD_LONG_NANOS = 10_000_000_000L;

    /** A read that returns -1 under one of these says nothing new of the peer's FIN. */
    private static final int FALSE_EOF = Connection.PRE_CLOSED
            | Connection.INPUT_SHUT
            | Connection.DEAD
            | Connection.TIMED_OUT
            | Connection.EOF_READ;

    /** Of these the hint alone: nothing else explains it, and this is the first write since. */
    private static final int UNREAD_FIN = Connection.FIN_HINT
            | Connection.EOF_READ
            | Connection.OUTPUT_SHUT
            | Connection.INPUT_SHUT
            | Connection.WROTE_AFTER_FIN;

    /** Where one of these is set, EPIPE does not tell that the peer's FIN had come before. */
    private static final int EXPLAINS_EPIPE =
            Connection.EOF_READ | Connection.OUTPUT_SHUT | Connection.INPUT_SHUT | Connection.FOREIGN_SHUT;

    /** What a write may have to be judged by. */
    private static final int ENDED =
            Connection.EOF_READ | Connection.DEAD | Connection.FIN_HINT | Connection.OUTPUT_SHUT;

    private SlowHooks() {}

    static void endOfFile(Connection c) {
        if (c.has(FALSE_EOF) || !Doing.read(c).isApplications()) return;
        toldOfEnd(c);
    }

    /** The application has read end-of-file, or will read it by the close_notify that TLS has just taken in. */
    static void toldOfEnd(Connection c) {
        if (!c.set(Connection.EOF_READ)) return;
        Step step = new Step(c, SocketEvent.EOF, System.nanoTime(), c.writtenByApplication(), Tracing.stepMark());
        c.lastUse = new LastUse(Thread.currentThread(), step.nanos, step.trace);
        Tracing.tell(step);
    }

    /** A read or a write has failed; which of the two is told by {@code inWrite}, as the other is under a lock of its own. */
    static void failed(Connection c, Throwable thrown, Doing doing) {
        if (c.has(Connection.PRE_CLOSED | Connection.TIMED_OUT)) return;
        SocketEvent event = eventOf(thrown.getMessage());
        if (event == null) return;
        if (event == SocketEvent.GIVEN_UP) givenUp(c);
        else if (event == SocketEvent.BROKEN_PIPE && !c.has(Connection.DEAD)) brokenPipe(c, doing);
        else dead(c, event, 0, doing);
    }

    static void writeFailed(Connection c, Throwable thrown) {
        byte begun = c.writeBegun;
        failed(c, thrown, begun == WriteBegun.NOT_ITS_OWN ? Doing.TLS_ALERTS : Doing.write(c));
    }

    /** EPIPE for our own FIN tells nothing of the peer; nor does it where another process has sent our FIN. */
    private static void brokenPipe(Connection c, Doing doing) {
        if (c.has(Connection.OUTPUT_SHUT)) {
            // A write that was under way when another thread shut the output down is no misuse.
            if (c.writeBegun == WriteBegun.AFTER_SHUTDOWN && doing.isApplications())
                RingHooks.tellShutdownUse(c, Operation.WRITE);
        } else if (KernelCalls.ownFinIsOut(c)) {
            if (doing.isApplications()) foreignShutdown(c);
        } else {
            dead(c, SocketEvent.BROKEN_PIPE, doing.isApplications() && !c.has(EXPLAINS_EPIPE) ? 1 : 0, doing);
        }
    }

    /** What TLS was told in answer to its own words, the application was not. */
    private static void dead(Connection c, SocketEvent event, long detail, Doing doing) {
        if (!doing.isApplications()) {
            peerReset(c);
            return;
        }
        if (!c.set(Connection.DEAD)) return;
        c.anomaliesForUpdate().deadNanos = System.nanoTime();
        Tracing.tell(c, event, detail, Tracing.stepMark());
    }

    /** Once: a step of that kind is the newest word on the connection's end. */
    private static void peerReset(Connection c) {
        if (c.has(Connection.DEAD)) return;
        for (Step s = c.newestStep(); s != null; s = s.older()) if (s.event == SocketEvent.PEER_RESET) return;
        Tracing.observed(c, SocketEvent.PEER_RESET, System.nanoTime(), 0);
    }

    private static void givenUp(Connection c) {
        if (c.set(Connection.TIMED_OUT)) Tracing.tell(c, SocketEvent.GIVEN_UP, 0, Tracing.stepMark());
    }

    /** EPIPE, and the connection is in FIN_WAIT: nobody reset it, another process that holds it has shut our output down. */
    private static void foreignShutdown(Connection c) {
        if (c.set(Connection.FOREIGN_SHUT)) Tracing.tell(c, SocketEvent.FOREIGN_SHUTDOWN, 0, Tracing.stepMark());
    }

    /**
     * The JDK gives errno only as text (net_util_md.c, SocketDispatcher.c): ECONNRESET, EPIPE, ETIMEDOUT, and EHOSTUNREACH where
     * the router had said so (tcp_write_err: sk_err_soft). A SocketTimeoutException of SO_TIMEOUT says "Read timed out".
     */
    private static @Nullable SocketEvent eventOf(@Nullable String message) {
        if (message == null) return null;
        if (message.startsWith("Connection reset")) return SocketEvent.RESET;
        if (message.startsWith("Broken pipe")) return SocketEvent.BROKEN_PIPE;
        boolean gaveUp = message.startsWith("Connection timed out")
                || message.startsWith("No route to host")
                || message.startsWith("Network is unreachable");
        return gaveUp ? SocketEvent.GIVEN_UP : null;
    }

    /** A read got bytes and a flag asks for more. @param vectors 0 where {@code address} is the bytes' own */
    static void noteRead(Connection c, long address, long bytes, int vectors) {
        if (c.has(Connection.NOTE_USE)) noteUse(c);
        if (!c.has(Connection.LOOK_READ)) return;
        if (vectors == 0) TlsLook.read(c, address, bytes);
        else TlsLook.read(c, TlsRecords.firstBase(address), Math.min(bytes, TlsRecords.firstLength(address)));
    }

    /** @param vectors 0 where {@code address} is the bytes' own, else the number of buffers that it lists */
    static void writeBegins(Connection c, long address, long bytes, int vectors) {
        int flags = c.flags();
        if ((flags & Connection.NOTE_USE) != 0) noteUse(c);
        if ((flags & Connection.LOOK_WRITE) != 0) look(c, address, bytes, vectors);
        if ((flags & ENDED) == 0) return;
        Doing doing = Doing.write(c, address, bytes, vectors);
        boolean afterShutdown = (flags & Connection.OUTPUT_SHUT) != 0;
        c.writeBegun = !doing.isApplications()
                ? WriteBegun.NOT_ITS_OWN
                : afterShutdown ? WriteBegun.AFTER_SHUTDOWN : WriteBegun.ORDINARY;
        if (doing.isApplications()) afterEnd(c, flags);
        else if (doing.actor() == Actor.TLS)
            c.anomaliesForUpdate().tlsWords += vectors == 0 ? bytes : TlsRecords.bytesIn(address, vectors);
    }

    private static void look(Connection c, long address, long bytes, int vectors) {
        if (vectors == 0) TlsLook.wrote(c, address, bytes);
        else TlsLook.wrote(c, TlsRecords.firstBase(address), TlsRecords.firstLength(address));
    }

    /** The application begins a write although an end of the connection is known, to it or to the agent. */
    private static void afterEnd(Connection c, int flags) {
        if ((flags & Connection.DEAD) != 0) {
            writeToDead(c);
        } else if ((flags & (Connection.EOF_READ | Connection.OUTPUT_SHUT)) == Connection.EOF_READ) {
            if (c.set(Connection.WROTE_AFTER_EOF)) Tracing.tell(c, SocketEvent.WRITE_AFTER_EOF, 0, Tracing.stepMark());
        } else if ((flags & UNREAD_FIN) == Connection.FIN_HINT) {
            afterUnreadEnd(c);
        }
    }

    /** A reset that is there already will fail this write: nothing of it is lost unseen. */
    private static void afterUnreadEnd(Connection c) {
        int ready = KernelCalls.ready(c);
        if (KernelCalls.isReset(c, ready)) peerReset(c);
        else if (KernelCalls.isInCloseWait(c, ready) && c.set(Connection.WROTE_AFTER_FIN))
            Tracing.tell(c, SocketEvent.WRITE_AFTER_FIN, 0, Tracing.stepMark());
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
