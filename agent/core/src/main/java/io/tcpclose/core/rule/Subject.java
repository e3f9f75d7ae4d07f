package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.kernel.KernelView;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection as a rule sees it at one moment: state taken once, so that a rule cannot see it half turned. */
public final class Subject {
    private final Connection connection;
    private final long now;
    private final Inbound inbound;
    private final Outbound outbound;
    private final Descriptor descriptor;

    /** @param now {@link System#nanoTime()} of the probe */
    public Subject(Connection connection, long now) {
        this.connection = connection;
        this.now = now;
        int state = connection.state();
        this.inbound = States.inbound(state);
        this.outbound = States.outbound(state);
        this.descriptor = States.descriptor(state);
    }

    public Connection connection() {
        return connection;
    }

    /** What the kernel has told beyond the state, for reading only. */
    public KernelView kernel() {
        KernelView told = KernelView.of(connection);
        return told == null ? KernelView.NOTHING : told;
    }

    /** {@link System#nanoTime()} of the peer's FIN, or of the read that met it where the kernel was not asked before; 0 unknown. */
    public long finNanos() {
        KernelView kernel = kernel();
        if (kernel.finNanos != 0) return kernel.finNanos;
        Step told = step(SocketEvent.PEER_FIN);
        Step read = told == null ? step(SocketEvent.EOF) : told;
        return read == null ? 0 : read.nanos;
    }

    /** Bytes that the application has written with success since the peer's FIN. */
    private long writtenSince(Step fin) {
        Step close = step(SocketEvent.CLOSE);
        return (close == null ? connection.writtenByApplication() : close.detail) - fin.detail;
    }

    public long now() {
        return now;
    }

    public Inbound inbound() {
        return inbound;
    }

    public Outbound outbound() {
        return outbound;
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    public boolean has(int flag) {
        return connection.has(flag);
    }

    /** Where it is a listener and no connection; else null. */
    public @Nullable ListeningSocket listener() {
        return connection instanceof ListeningSocket listener ? listener : null;
    }

    public boolean isClient() {
        return connection.role == Role.CLIENT;
    }

    /** The newest step of that kind, or null. */
    public @Nullable Step step(SocketEvent event) {
        for (Step s = connection.newestStep(); s != null; s = s.older()) if (s.event == event) return s;
        return null;
    }

    /** {@link System#nanoTime()} of the newest step of that kind, or of the opening where it is not remembered. */
    public long nanosOf(SocketEvent event) {
        Step step = step(event);
        return step == null ? connection.openedNanos : step.nanos;
    }

    /** Whether the application has written with success since end-of-file was read. */
    public boolean wroteAfterEof() {
        Step eof = step(SocketEvent.EOF);
        return eof != null && writtenSince(eof) > 0;
    }

    /** Whether the application has written with success since the peer's FIN came, read or not. */
    public boolean wroteAfterFin() {
        Step fin = step(SocketEvent.PEER_FIN);
        boolean unread = fin != null && writtenSince(fin) > 0;
        return unread || wroteAfterEof();
    }

    /** shutdownOutput by the application, and not by TLS inside a read; or null. */
    public @Nullable Step ownShutdown() {
        Step fin = step(SocketEvent.SHUTDOWN_OUTPUT);
        return fin == null || fin.doing != null ? null : fin;
    }

    /** Whether a byte has come since own shutdownOutput. */
    public boolean readAfterOwnFin() {
        Step fin = ownShutdown();
        return fin != null && connection.bytesRead() > fin.detail;
    }

    /** A thread was inside read or write of this socket, or waiting in it. */
    public boolean isInOperation() {
        return connection.isReading() || connection.isWriting();
    }

    /** When a byte was last seen to have moved (to within a probe interval), or the opening. */
    public long lastMove() {
        return connection.lastMoveNanos;
    }

    /** The later of two moments. */
    public static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }

    /** For messages: {@code 850 ms}, {@code 12 s}, {@code 5 min}, {@code 3 h}. */
    public static String duration(long nanos) {
        long ms = TimeUnit.NANOSECONDS.toMillis(nanos);
        if (ms < 1000) return ms + " ms";
        if (ms < 120_000) return ms / 1000 + " s";
        return ms < 7_200_000 ? ms / 60_000 + " min" : ms / 3_600_000 + " h";
    }

    /** For an age among other numbers: {@code 55s}, {@code 7m55s}, {@code 3h4m}, {@code 2d3h}. */
    public static String age(long nanos) {
        long s = TimeUnit.NANOSECONDS.toSeconds(nanos);
        if (s < 60) return s + "s";
        if (s < 3_600) return s / 60 + "m" + s % 60 + "s";
        return s < 86_400 ? s / 3_600 + "h" + s / 60 % 60 + "m" : s / 86_400 + "d" + s / 3_600 % 24 + "h";
    }
}
