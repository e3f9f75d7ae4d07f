package io.tcpclose.core.meter;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.Hook;
import io.tcpclose.bootstrap.HookErrors;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.core.ledger.CloseKind;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.FirstCloser;
import io.tcpclose.core.ledger.Histogram;
import io.tcpclose.core.ledger.Totals;
import io.tcpclose.core.ledger.Verdict;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.OpenSockets;
import io.tcpclose.core.report.Loss;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.core.rule.Subject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Puts up a board after each pass: one method for each group of {@link Measure}s. What can only grow is there at 0 from the
 * first board on, so that its first step shows. For the agent's thread.
 */
public final class Meters {
    private static final List<Role> ROLES = List.of(Role.CLIENT, Role.SERVER);
    private static final List<String> STATES = List.of(
            "established",
            Census.CLOSE_WAIT,
            "fin_wait_1",
            "fin_wait_2",
            "closing",
            "last_ack",
            "time_wait",
            "closed",
            "syn_sent");
    private static final List<List<String>> HALVES = List.of(
            List.of("local", "none"),
            List.of("peer", "read"),
            List.of("peer", "unread"),
            List.of("both", "read"),
            List.of("both", "unread"));
    /** Of {@link io.tcpclose.bootstrap.ConnectFailure}, by number. */
    private static final String[] REASONS = {"", "refused", "timeout", "unreachable", "other"};

    private static final Durations NONE = new Histogram().snapshot();

    private final Engine engine;
    private final Supplier<Map<String, Boolean>> capabilities;
    private final String version;
    private final Origins origins;
    private final KernelUse kernel;
    private final Histogram passes = new Histogram();
    /** Before the first pass, since the start. */
    private PassAge lastPass = new PassAge(System.nanoTime());

    private Map<Measure, Map<List<String>, Number>> last = Map.of();

    /** @param slots how many call sites and how many endpoints get rows of their own */
    public Meters(Engine engine, Supplier<Map<String, Boolean>> capabilities, String version, int slots) {
        this.engine = engine;
        this.capabilities = capabilities;
        this.version = version;
        this.origins = new Origins(engine.ledger(), slots);
        this.kernel = new KernelUse(engine);
    }

    /** How long a pass has taken. */
    public void passed(long nanos) {
        passes.add(nanos);
        lastPass = new PassAge(System.nanoTime());
    }

    /** @param now {@link System#nanoTime()} */
    public void publish(long now) {
        last = engine.read(() -> board(now));
        MeterBoard.publish(last);
    }

    private Map<Measure, Map<List<String>, Number>> board(long now) {
        Rows rows = new Rows(last);
        List<Connection> open = OpenSockets.connections();
        Census census = new Census(engine.kernel().kernel());
        for (Connection c : open) census.add(new Subject(c, now));
        states(rows, census);
        ends(rows, engine.totals(), census);
        durations(rows, engine.totals());
        uses(rows, census);
        findings(rows);
        origins.add(rows, census, now);
        kernel.add(rows, open, now);
        self(rows);
        return rows.board();
    }

    private static void states(Rows rows, Census census) {
        for (Role role : ROLES) {
            for (String state : STATES) rows.gauge(Measure.CONNECTIONS, 0, state, Census.role(role));
            rows.gauge(Measure.CLOSE_WAIT_AGE_MAX, 0, Census.role(role));
        }
        census.byStateAndRole.forEach((key, n) -> rows.gauge(Measure.CONNECTIONS, n, key.get(0), key.get(1)));
        census.oldestFinMillis.forEach((role, ms) -> rows.gauge(Measure.CLOSE_WAIT_AGE_MAX, ms, Census.role(role)));
        for (List<String> half : HALVES) {
            rows.gauge(Measure.HALF_CLOSED, census.halfClosed.getOrDefault(half, 0L), half.get(0), half.get(1));
        }
    }

    private void ends(Rows rows, Totals totals, Census census) {
        for (Role role : Role.values()) {
            for (Kind kind : Kind.values()) {
                long open = census.connected.getOrDefault(role, Map.of()).getOrDefault(kind, 0L);
                count(rows, Measure.OPENED, totals.closed(role, kind) + open, role, kind != Kind.UNKNOWN, kind.label());
            }
            for (CloseKind how : CloseKind.values()) {
                if (how != CloseKind.NONE)
                    count(rows, Measure.CLOSED, totals.closed(role, how), role, true, how.label());
            }
            for (FirstCloser first : FirstCloser.values())
                count(rows, Measure.FIRST_CLOSER, totals.closedFirst(role, first), role, true, first.label());
        }
        for (int i = 1; i < REASONS.length; i++)
            rows.counter(Measure.CONNECTS_FAILED, totals.connectsFailed(i), REASONS[i]);
    }

    /** Rows that are usual are there at 0, others from their first occurrence. */
    private static void count(Rows rows, Measure measure, long n, Role role, boolean usual, String tag) {
        if (n > 0 || (usual && ROLES.contains(role))) rows.counter(measure, n, Census.role(role), tag);
    }

    private static void durations(Rows rows, Totals totals) {
        byRole(rows, Measure.LIFETIME, totals.lifetimes());
        byRole(rows, Measure.FIN_TO_CLOSE, totals.finsToClose());
        byRole(rows, Measure.IDLE_BEFORE_FIN, totals.idlesBeforeFin());
        for (Verdict verdict : List.of(Verdict.LEGAL, Verdict.MISUSE)) {
            rows.durations(
                    Measure.HALF_CLOSE_DURATION, snapshot(totals.halfCloses(true), verdict), "local", verdict.label());
            rows.durations(
                    Measure.HALF_CLOSE_DURATION, snapshot(totals.halfCloses(false), verdict), "peer", verdict.label());
        }
    }

    private static void byRole(Rows rows, Measure measure, Map<Role, Histogram> histograms) {
        for (Role role : ROLES) rows.durations(measure, snapshot(histograms, role), Census.role(role));
        Histogram unknown = histograms.get(Role.UNKNOWN);
        if (unknown != null) rows.durations(measure, unknown.snapshot(), Census.UNKNOWN);
    }

    private static <K> Durations snapshot(Map<K, Histogram> histograms, K key) {
        Histogram histogram = histograms.get(key);
        return histogram == null ? NONE : histogram.snapshot();
    }

    private void uses(Rows rows, Census census) {
        rows.counter(Measure.SHUTDOWNS, engine.inbox().inputShutdowns(), "input");
        rows.counter(Measure.SHUTDOWNS, engine.inbox().outputShutdowns(), "output");
        rows.counter(Measure.WRITES_AFTER_FIN, engine.lateWrites().legal(), "legal");
        rows.counter(Measure.WRITES_AFTER_FIN, engine.lateWrites().lost(), "lost");
        rows.gauge(Measure.WRITES_AFTER_FIN_PENDING, census.pendingWrites);
        rows.gauge(Measure.SHARED, census.sharedByThreads, "threads");
    }

    private void findings(Rows rows) {
        Map<Rule, Long> active = new HashMap<>();
        Map<Rule, Long> retracted = new HashMap<>();
        for (Finding f : engine.ledger().findings()) {
            active.merge(f.rule(), f.active(), Long::sum);
            retracted.merge(f.rule(), f.retractedCount(), Long::sum);
        }
        Map<String, Long> suppressed = engine.ledger().suppressedByRule();
        for (Rule rule : RuleCatalog.all()) {
            for (Severity severity : Severity.values()) {
                long n = engine.ledger().occurred(rule, severity);
                if (n > 0 || severity == rule.severity())
                    rows.counter(Measure.FINDINGS, n, rule.id(), severity.label());
            }
            rows.gauge(Measure.FINDINGS_ACTIVE, active.getOrDefault(rule, 0L), rule.id());
            rows.counter(Measure.FINDINGS_RETRACTED, retracted.getOrDefault(rule, 0L), rule.id());
            rows.counter(Measure.FINDINGS_SUPPRESSED, suppressed.getOrDefault(rule.id(), 0L), rule.id());
        }
    }

    private void self(Rows rows) {
        rows.gauge(Measure.BUILD, 1, version);
        for (int hook = 0; hook < Hook.COUNT; hook++)
            rows.counter(Measure.HOOK_ERRORS, HookErrors.count(hook), Hook.name(hook));
        Map<String, Long> lost = new LinkedHashMap<>();
        for (Loss loss : Loss.all(engine)) lost.merge(loss.where(), loss.count(), Long::sum);
        lost.forEach((where, count) -> rows.counter(Measure.DROPPED, count, where));
        rows.live(Measure.PASS_AGE, lastPass);
        rows.durations(Measure.PROBE, passes.snapshot(), "pass");
        rows.durations(Measure.PROBE, engine.kernel().readings().snapshot(), "proc-net");
        capabilities.get().forEach((name, on) -> rows.gauge(Measure.CAPABILITY, on ? 1 : 0, name));
    }
}
