package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.HttpRequests;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.OlderSockets;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.StackBudget;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.ledger.OwnErrors;
import io.tcpclose.core.ledger.Told;
import io.tcpclose.core.ledger.Totals;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.StepRule;
import io.tcpclose.core.rule.Subject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One pass: drain the events, look at every open connection, end the windows. Runs on the agent's thread, and once more at
 * exit. Each public method takes the engine's own lock, which no application thread ever takes.
 */
public final class Engine {
    /** Raw backtraces an interval may take: about 20 MB at the worst, a few hundred connections in real life. */
    private static final int STACKS_PER_PASS = 20_000;

    private final EventInbox inbox;
    private final Ledger ledger;
    private final OwnErrors errors;
    private final Totals totals = new Totals();
    private final Traces traces;
    private final GroupWindows groups;
    private final TimeWatch timeRules;
    private final Listeners listeners;
    private final Closings closings;
    private final Reconciliation reconciliation;
    private final KernelWatch kernel;
    private final PendingWrites pendingWrites;
    private final LateWrites lateWrites = new LateWrites();
    private volatile LongSupplier unwritten = () -> 0;
    private boolean ended;

    public Engine(EventInbox inbox, Ledger ledger, KernelWatch kernel, long now, boolean keepClosed) {
        this(inbox, ledger, kernel, new OwnErrors(), now, keepClosed);
    }

    /** @param keepClosed for the agent's own tests: closed connections stay in the report */
    public Engine(EventInbox inbox, Ledger ledger, KernelWatch kernel, OwnErrors errors, long now, boolean keepClosed) {
        this.inbox = inbox;
        this.errors = errors;
        this.ledger = ledger;
        this.traces = new Traces(ledger);
        this.groups = new GroupWindows(ledger, now);
        this.timeRules = new TimeWatch(ledger, traces);
        this.kernel = kernel;
        this.listeners = new Listeners(ledger, traces, timeRules, kernel.kernel());
        this.pendingWrites = new PendingWrites(ledger, kernel.kernel(), kernel.intervalNanos());
        this.closings = new Closings(ledger, totals, traces, groups, errors, keepClosed);
        this.reconciliation = new Reconciliation(ledger);
    }

    /**
     * @param now {@link System#nanoTime()}
     * @param millis wall clock
     */
    public synchronized void pass(long now, long millis) {
        if (ended) return;
        StackBudget.refill(STACKS_PER_PASS);
        HttpRequests.forgetOld();
        traces.beginPass();
        drain(now, millis);
        errors.run("asking the kernel", kernel::begin);
        boolean idleWindowEnds = groups.idleWindowEnds(now);
        ConnectionTable.forEach(c -> lookAt(c, now, millis, idleWindowEnds));
        errors.run("looking at idle connections", () -> {
            if (idleWindowEnds) groups.endIdleWindow(now, millis);
        });
        errors.run("looking at short connections", () -> groups.endChurnWindow(now, millis));
        errors.run("looking at writes after a FIN", () -> pendingWrites.pass(now, millis));
        errors.run("reading the kernel's tables", () -> kernel.end(now, millis));
        errors.run("looking after findings", reconciliation::pass);
    }

    /** One connection that cannot be looked at keeps no other from it. */
    private void lookAt(Connection c, long now, long millis, boolean idleWindowEnds) {
        try {
            if (c instanceof ListeningSocket listener) look(listener, now, millis);
            else if (c.role != Role.OWN) look(c, now, millis, idleWindowEnds);
        } catch (Throwable e) {
            errors.caught("looking at a connection", e);
        }
    }

    private void look(ListeningSocket listener, long now, long millis) {
        if (listener.role == Role.LISTENER) listeners.look(listener, now, millis);
    }

    private void look(Connection c, long now, long millis, boolean idleWindowEnds) {
        boolean moved = moved(c, now);
        kernel.settleRole(c);
        traces.settle(c);
        traces.ask(c);
        kernel.look(new Subject(c, now), moved);
        Subject s = new Subject(c, now);
        timeRules.look(s, millis);
        if (idleWindowEnds) groups.idle(s);
        if (OlderSockets.isOwnerless(c)) ownerless(s);
    }

    private static boolean moved(Connection c, long now) {
        int bytes = (int) (c.bytesRead() + c.bytesWritten());
        if (bytes == c.bytesAtProbe) return false;
        c.bytesAtProbe = bytes;
        c.lastMoveNanos = now;
        return true;
    }

    /** Twice in a row: at the first look its close may just be under way. */
    static void ownerless(Subject s) {
        if (s.descriptor() != Descriptor.OPEN) return;
        Watch watch = Watch.of(s.connection());
        if (watch.ownerless) Tracing.collected(s.connection());
        watch.ownerless = true;
    }

    private void drain(long now, long millis) {
        errors.run("reading the kernel's tables", () -> kernel.firstLook(now, millis));
        for (Step step = inbox.drain(); step != null; step = forget(step)) {
            try {
                told(step, now, millis);
            } catch (Throwable e) {
                errors.caught("taking in an event", e);
            }
        }
        inbox.unseen().moveTo(totals);
        kernel.closedUnseen(inbox.unseen().takeWatched());
    }

    private void told(Step step, long now, long millis) {
        kernel.settleRole(step.connection);
        Subject s = new Subject(step.connection, now);
        if (s.listener() != null) {
            listeners.step(s, step, millis);
            return;
        }
        for (StepRule rule : RuleCatalog.stepRules()) guarded(rule, s, step, millis);
        errors.run("looking at writes after a FIN", () -> {
            pendingWrites.step(s, step, millis);
            lateWrites.step(s, step);
        });
        if (step.event == SocketEvent.CLOSED || step.event == SocketEvent.PRE_CLOSED) closed(s, step);
        else if (step.event == SocketEvent.CONNECT_FAILED) totals.connectFailed(step.connection, (int) step.detail);
        else if (step.event == SocketEvent.COLLECTED) totals.lost();
        else if (step.event == SocketEvent.USE_AFTER_CLOSE) traces.settle(step);
    }

    private void closed(Subject s, Step step) {
        errors.run("taking in a close", () -> kernel.closed(s));
        closings.closed(s, step);
    }

    private void guarded(StepRule rule, Subject s, Step step, long millis) {
        try {
            examine(rule, s, step, millis);
        } catch (Throwable e) {
            errors.caught(rule.id(), e);
        }
    }

    /** Unlinks: a step stays on its life line and must not drag the whole batch along. */
    private static @Nullable Step forget(Step step) {
        Step next = step.next;
        step.next = null;
        return next;
    }

    private void examine(StepRule rule, Subject s, Step step, long millis) {
        if (ledger.settings().isOff(rule)) return;
        Rule.Hit hit = rule.examine(s, step, ledger.settings().after(rule));
        if (hit == null) return;
        Connection c = s.connection();
        Watch known = Watch.peek(c);
        Told before = known == null ? null : known.told(rule);
        if (before != null) Watch.of(c).tell(ledger.worsened(before, c, hit, millis));
        else first(c, step, ledger.tell(c, hit, millis));
    }

    private void first(Connection c, Step step, @Nullable Told told) {
        if (told == null) return;
        Watch.of(c).tell(told);
        if (step.event == SocketEvent.COLLECTED) told.finding().activated(c);
        if (step.event == SocketEvent.WRITE_AFTER_FIN) pendingWrites.began(c, told.finding(), step);
    }

    /** The last pass, after the application's own shutdown hooks: afterwards nothing changes any more. */
    public synchronized void end(long now, long millis) {
        if (ended) return;
        kernel.last();
        pass(now, millis);
        drain(now, millis);
        ConnectionTable.forEach(c -> {
            if (c.role == Role.LISTENER || c.role == Role.OWN || !c.has(Connection.CONNECTED)) return;
            if (!isTold(c) && new Subject(c, now).descriptor() == Descriptor.OPEN) openAtExit(c, millis);
        });
        ended = true;
    }

    /** A finding stands that says more than that it is open, or that bytes are unread. */
    private static boolean isTold(Connection c) {
        Watch watch = Watch.peek(c);
        return watch != null && (watch.active != null || watch.told(RuleCatalog.shutdownInputDataLost()) != null);
    }

    private void openAtExit(Connection c, long millis) {
        if (ledger.record(c, RuleCatalog.openAtExit().hit(c, kernel.kernel().unread(c)), millis) != null)
            Watch.of(c).found = true;
    }

    /** Runs something that reads the engine's books while nothing turns them. */
    public synchronized <T> T read(Supplier<T> reader) {
        return reader.get();
    }

    public Ledger ledger() {
        return ledger;
    }

    public Totals totals() {
        return totals;
    }

    public EventInbox inbox() {
        return inbox;
    }

    /** Drains what has happened since the last pass, so that a report is of this moment. */
    public synchronized void catchUp(long now, long millis) {
        if (!ended) drain(now, millis);
    }

    /** As {@link #catchUp}, and asks the kernel for what nobody has told yet. */
    public synchronized void refresh(long now, long millis) {
        if (ended) return;
        drain(now, millis);
        kernel.refresh(OpenSockets.connections(), now, millis);
    }

    /** @param lines that found no way out, since the start; asked by any thread */
    public void unwritten(LongSupplier lines) {
        unwritten = lines;
    }

    public long unwritten() {
        return unwritten.getAsLong();
    }

    /** What of the agent's own work has failed. */
    public OwnErrors errors() {
        return errors;
    }

    public LateWrites lateWrites() {
        return lateWrites;
    }

    public KernelWatch kernel() {
        return kernel;
    }

    /** Closed connections that findings or tests still speak of. */
    public List<Connection> closedExemplars() {
        Set<Connection> closed = new LinkedHashSet<>(closings.kept());
        for (Finding finding : ledger.findings()) {
            addClosed(closed, finding.first());
            addClosed(closed, finding.latest());
        }
        return List.copyOf(closed);
    }

    private static void addClosed(Set<Connection> closed, @Nullable Connection c) {
        if (c == null || c.role == Role.LISTENER) return;
        if (new Subject(c, 0).descriptor() == Descriptor.CLOSED) closed.add(c);
    }

    /** What the thread of the last use was doing when a finding fired; empty where none did. */
    public static List<String> nowIn(Connection c) {
        Watch watch = Watch.peek(c);
        return watch == null ? List.of() : watch.nowIn;
    }
}
