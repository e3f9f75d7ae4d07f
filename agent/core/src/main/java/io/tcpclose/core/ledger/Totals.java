package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.rule.Subject;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is summed when connections end: by role, kind, how, endpoint. Bounded; for the agent's thread. */
public final class Totals {
    private static final int MAX_ENDPOINTS = 1024;
    private static final String OTHER = "(other)";

    private final Map<String, EndpointSums> endpoints = new LinkedHashMap<>();
    private final long[][] closedByHow = new long[Role.values().length][CloseKind.values().length];
    private final long[][] closedByKind = new long[Role.values().length][Kind.values().length];
    private final long[] verdicts = new long[Verdict.values().length];
    private final long[][] firstClosers = new long[Role.values().length][FirstCloser.values().length];
    private final Map<Role, Histogram> lifetimes = new EnumMap<>(Role.class);
    private final Map<Role, Histogram> finToClose = new EnumMap<>(Role.class);
    private final Map<Role, Histogram> idleBeforeFin = new EnumMap<>(Role.class);
    private final Map<Verdict, Histogram> startedByUs = new EnumMap<>(Verdict.class);
    private final Map<Verdict, Histogram> startedByPeer = new EnumMap<>(Verdict.class);
    private final long[] connectFailures = new long[5];
    private long collected;
    private long unsited;

    /** A connection has ended. */
    public void closed(Subject s, Step closed, Verdict verdict) {
        Connection c = s.connection();
        closedByHow[c.role.ordinal()][CloseKind.of(c).ordinal()]++;
        verdicts[verdict.ordinal()]++;
        if (c.has(Connection.BY_CLEANER)) collected++;
        if (c.has(Connection.CONNECTED)) disconnected(s, closed);
        if (verdict != Verdict.NONE) halfClosed(s, closed, verdict);
        if (s.finNanos() != 0 && !s.kernel().finOlder) ended(s, closed);
    }

    private void disconnected(Subject s, Step closed) {
        Connection c = s.connection();
        FirstCloser first = FirstCloser.of(s);
        closedByKind[c.role.ordinal()][c.kind.ordinal()]++;
        firstClosers[c.role.ordinal()][first.ordinal()]++;
        of(lifetimes, c.role).add(closed.nanos - c.openedNanos);
        endpoint(c).closed(first, c);
    }

    private static <K> Histogram of(Map<K, Histogram> histograms, K key) {
        return histograms.computeIfAbsent(key, k -> new Histogram());
    }

    /** From the first FIN, whose ever it was. */
    private void halfClosed(Subject s, Step closed, Verdict verdict) {
        FirstFin first = FirstFin.of(s);
        if (first.nanos() != 0)
            of(first.byUs() ? startedByUs : startedByPeer, verdict).add(closed.nanos - first.nanos());
    }

    private void ended(Subject s, Step closed) {
        Connection c = s.connection();
        of(finToClose, c.role).add(closed.nanos - s.finNanos());
        Long idle = idleBeforeFin(s);
        if (idle == null) return;
        endpoint(c).idleBeforeFin(idle);
        of(idleBeforeFin, c.role).add(TimeUnit.MILLISECONDS.toNanos(idle));
    }

    /** Milliseconds without a byte before the peer's FIN, to within a probe interval; null where bytes moved since the last probe. */
    public static @Nullable Long idleBeforeFin(Subject s) {
        Connection c = s.connection();
        KernelView kernel = s.kernel();
        if (kernel.finOlder) return null;
        if (kernel.idleBeforeFin >= 0) return TimeUnit.NANOSECONDS.toMillis(kernel.idleBeforeFin);
        // Bytes had moved just before the FIN; a read that came later tells of the time until then.
        if (kernel.finNanos != 0) return null;
        Step eof = s.step(SocketEvent.EOF);
        boolean probed = c.bytesAtProbe == (int) (c.bytesRead() + c.bytesWritten());
        if (eof == null || !probed || s.wroteAfterEof()) return null;
        long idle = eof.nanos - s.lastMove();
        return idle < 0 ? null : TimeUnit.NANOSECONDS.toMillis(idle);
    }

    /** @param reason one of {@link io.tcpclose.bootstrap.ConnectFailure} */
    public void connectFailed(Connection c, int reason) {
        connectFailures[reason]++;
        endpoint(c).connectFailed();
    }

    public void lost() {
        collected++;
    }

    /** Connections that have ended without anybody looking: only what is known of each without its life line. */
    public void endedUnseen(Role role, Kind kind, CloseKind how, long n) {
        closedByHow[role.ordinal()][how.ordinal()] += n;
        if (how != CloseKind.NONE) closedByKind[role.ordinal()][kind.ordinal()] += n;
        if (how == CloseKind.COLLECTED) collected += n;
        unsited += n;
    }

    public void unsited() {
        unsited++;
    }

    private EndpointSums endpoint(Connection c) {
        String name = Endpoints.nameOf(c);
        if (name == null) name = OTHER;
        EndpointSums sums = endpoints.get(name);
        if (sums != null) return sums;
        return endpoints.computeIfAbsent(endpoints.size() < MAX_ENDPOINTS ? name : OTHER, n -> new EndpointSums());
    }

    public Map<String, EndpointSums> endpoints() {
        return endpoints;
    }

    public long verdicts(Verdict verdict) {
        return verdicts[verdict.ordinal()];
    }

    /** Closed connections by role and {@link CloseKind}. */
    public long closed(Role role, CloseKind how) {
        return closedByHow[role.ordinal()][how.ordinal()];
    }

    /** Closed connections by role and kind; those that never were connected are not among them. */
    public long closed(Role role, Kind kind) {
        return closedByKind[role.ordinal()][kind.ordinal()];
    }

    /** @param reason one of {@link io.tcpclose.bootstrap.ConnectFailure} */
    public long connectsFailed(int reason) {
        return connectFailures[reason];
    }

    /** For whatever reason. */
    public long connectsFailed() {
        long all = 0;
        for (long n : connectFailures) all += n;
        return all;
    }

    public long closedFirst(Role role, FirstCloser who) {
        return firstClosers[role.ordinal()][who.ordinal()];
    }

    /** From opening to close, of connections that were connected. */
    public Map<Role, Histogram> lifetimes() {
        return lifetimes;
    }

    /** From the peer's FIN to our close. */
    public Map<Role, Histogram> finsToClose() {
        return finToClose;
    }

    /** Without a byte before the peer's FIN, as far as that is known. */
    public Map<Role, Histogram> idlesBeforeFin() {
        return idleBeforeFin;
    }

    /**
     * How long half-closes lasted, from the first FIN to our close.
     *
     * @param byUs whether that FIN was ours
     */
    public Map<Verdict, Histogram> halfCloses(boolean byUs) {
        return byUs ? startedByUs : startedByPeer;
    }

    /** Connections that were garbage-collected without close, recovered or lost. */
    public long collected() {
        return collected;
    }

    /** Closed connections whose opening stack was not resolved: too many in one interval. */
    public long unsitedCount() {
        return unsited;
    }
}
