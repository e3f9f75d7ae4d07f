package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.kernel.FinSource;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelCounters;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.ProcNetTcp;
import io.tcpclose.core.ledger.Histogram;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.Subject;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All that the prober asks the kernel, in the order of a pass. For the agent's thread, or under the engine's lock. */
public final class KernelWatch {
    private final Kernel kernel;
    private final KernelEvidence evidence;
    private final Backlogs backlogs;
    private final Aftermath aftermath;
    private final Untracked untracked;
    private final TimeWaits timeWaits = new TimeWaits();
    private final Roles roles = new Roles();
    private final OldSockets oldSockets;
    private final KernelTables tables;
    private final Crowds crowds;
    private final long intervalNanos;
    private LongSupplier nanoTime = () -> 0;
    private @Nullable KernelCounters counters;
    private @Nullable ProcFd descriptors;

    /**
     * @param intervalNanos of the prober
     * @param now {@link System#nanoTime()}
     */
    public KernelWatch(Kernel kernel, Ledger ledger, long intervalNanos, long now) {
        this.kernel = kernel;
        this.intervalNanos = intervalNanos;
        this.evidence = new KernelEvidence(kernel, intervalNanos);
        this.backlogs = new Backlogs(ledger, kernel);
        this.aftermath = new Aftermath(ledger, intervalNanos);
        this.untracked = new Untracked(ledger);
        this.crowds = new Crowds(ledger, now);
        AdoptedFins adopted = new AdoptedFins(kernel, evidence::unread);
        evidence.undecided(adopted::add);
        this.oldSockets = new OldSockets(roles, adopted, intervalNanos);
        // The row by which an old socket is taken in decides of its FIN as well.
        this.tables = new KernelTables(
                List.of(backlogs, aftermath, untracked, oldSockets, adopted, timeWaits), intervalNanos);
    }

    /** From now on FINs are told by this source, and idle connections are no longer polled. */
    public void watchedBy(FinSource fins) {
        evidence.fins(fins);
    }

    /** The agent came late: sockets are taken in that are older. */
    public void attachedLate() {
        oldSockets.attached();
    }

    /** The kernel's tables will be read: what is closed from now on is looked for in them. */
    public void willRead() {
        aftermath.begins();
    }

    /** From now on the kernel's tables are read where there is a reason to. */
    public void reading(ProcNetTcp net, KernelCounters counters) {
        tables.tables(net);
        this.counters = counters;
    }

    /** From now on holders of a socket can be named. */
    public void reading(ProcFd descriptors) {
        this.descriptors = descriptors;
        descriptors.timedBy(nanoTime);
        backlogs.descriptors(descriptors);
        aftermath.descriptors(descriptors);
        untracked.descriptors(descriptors);
        oldSockets.descriptors(descriptors);
    }

    void begin() {
        evidence.begin();
        oldSockets.check();
    }

    /** After a late attach, before anything is told of a connection from before. */
    void firstLook(long now, long millis) {
        if (oldSockets.isFirstLookDue()) tables.read(now, millis);
    }

    void settleRole(Connection c) {
        if (Roles.isOpen(c)) roles.settle(c);
    }

    void look(Subject s, boolean moved) {
        evidence.look(s.connection(), moved, s.now());
        crowds.look(s);
    }

    void end(long now, long millis) {
        crowds.end(now);
        tables.pass(now, millis);
    }

    void closed(Subject s) {
        evidence.closed(s.connection());
        aftermath.closed(s, s.now());
    }

    /**
     * Of the end of connections that found no room in the inbox.
     *
     * @param watched how many of them the FIN watcher had
     */
    void closedUnseen(int watched) {
        evidence.closedUnseen(watched);
    }

    /** For a report: what can be known of this very moment. */
    void refresh(Iterable<Connection> open, long now, long millis) {
        for (Connection c : open) evidence.refresh(c, now);
        if (!tables.isReportDue(now)) return;
        askForReport();
        tables.readForReport(now, millis);
    }

    private void askForReport() {
        timeWaits.ask();
        untracked.ask();
    }

    /** The next pass is the last one, and asks for the exit report what {@link #refresh} would. */
    void last() {
        evidence.last();
        askForReport();
        tables.ask();
    }

    long intervalNanos() {
        return intervalNanos;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** Connections that wait to be accepted, or null where that is not known. */
    public @Nullable Integer acceptQueue(Connection listener) {
        Backlogs.Backlog backlog = backlogs.of(listener);
        return backlog == null || backlog.acceptQueue < 0 ? null : backlog.acceptQueue;
    }

    /** Listeners of this JVM at its address and port, itself among them: more than one with SO_REUSEPORT. */
    public int sharing(Connection listener) {
        Backlogs.Backlog backlog = backlogs.of(listener);
        return backlog == null ? 1 : backlog.sharing;
    }

    /** Those of them whose peer has given up; of several listeners of a port the first has the count of all. */
    public @Nullable Integer backlogCloseWait(Connection listener) {
        Backlogs.Backlog backlog = backlogs.of(listener);
        return backlog == null || backlog.closeWait < 0 ? null : backlog.closeWait;
    }

    public @Nullable ProcFd descriptors() {
        return descriptors;
    }

    /** Of the network namespace; null where /proc is not read. */
    public @Nullable KernelCounters counters() {
        return counters;
    }

    public TimeWaits timeWaits() {
        return timeWaits;
    }

    /** TCP sockets of this process without a life line, at the last look. */
    public int untracked() {
        return untracked.count();
    }

    /** Connections that we closed and whose kernel half went on at the last look, by that state's number in tcp_states.h. */
    public Map<Integer, Integer> orphans() {
        return aftermath.orphans();
    }

    /** @param nanoTime measures how long a reading of the kernel's tables takes */
    public void timedBy(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        tables.timedBy(nanoTime);
    }

    /** How long readings of the kernel's tables took. */
    public Histogram readings() {
        return tables.times();
    }

    /** Hints of the watcher that spoke of another socket. */
    public long spuriousHints() {
        return evidence.spurious();
    }

    /** Closes that were not followed, as too many were under way. */
    public long closesNotFollowed() {
        return aftermath.notFollowed();
    }

    /** Sockets that we closed and somebody holds, who was not found in the time that a look may take. */
    public long holdersLeftOut() {
        return aftermath.holdersLeftOut();
    }

    /** Looks at the descriptors of other processes that took longer than they may. */
    public long looksBrokenOff() {
        return descriptors == null ? 0 : descriptors.cuts();
    }

    /** Descriptors older than the agent that were not looked at. */
    public long olderNotSeen() {
        return oldSockets.notSeen();
    }

    /** Readings of the tables that ended at the most rows that are read. */
    public long truncatedReadings() {
        return tables.truncated();
    }
}
