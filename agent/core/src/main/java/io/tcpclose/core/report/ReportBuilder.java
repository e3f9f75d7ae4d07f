package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.kernel.KernelCounters;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.ledger.Verdict;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.OpenSockets;
import io.tcpclose.core.rule.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes a report from the engine's books at one moment. */
public final class ReportBuilder {
    private static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::count)
            .reversed();

    private final Engine engine;
    private final Ledger ledger;

    public ReportBuilder(Engine engine) {
        this.engine = engine;
        this.ledger = engine.ledger();
    }

    /**
     * @param now {@link System#nanoTime()}
     * @param taken wall clock of the same moment
     */
    public Report build(Report.Agent agent, Report.Jvm jvm, long now, Instant taken) {
        engine.refresh(now, taken.toEpochMilli());
        return engine.read(() -> {
            OpenStates states =
                    new OpenStates(OpenSockets.connections(), engine.kernel().kernel(), now);
            List<Connection> open = shown(OpenSockets.connections());
            Map<Connection, List<String>> sharers =
                    Sharers.of(open, engine.kernel().descriptors());
            ConnectionView view = new ConnectionView(engine, states, sharers, now, taken);
            List<Connection> all = new ArrayList<>(engine.closedExemplars());
            all.addAll(open);
            OriginSums origins = new OriginSums(engine, open, states);
            return new Report(
                    agent,
                    jvm,
                    taken,
                    summary(states),
                    findings(),
                    () -> all.stream().map(c -> engine.read(() -> view.of(c))).iterator(),
                    new ListenerView(engine, now).all(),
                    origins.endpoints(),
                    origins.sites(),
                    facts());
        });
    }

    private Report.@Nullable KernelFacts facts() {
        KernelCounters counters = engine.kernel().counters();
        return counters == null ? null : new Report.KernelFacts("netns", counters.tcpExt(), counters.sockstat());
    }

    private List<Connection> shown(List<Connection> connections) {
        connections.removeIf(c -> !ledger.shows(c));
        return connections;
    }

    private Report.Summary summary(OpenStates open) {
        long closed = engine.inbox().closed();
        long opened = Tracing.opened();
        Map<String, Long> rules = new TreeMap<>();
        int[] severities = new int[Severity.values().length];
        for (Finding f : ledger.findings()) {
            if (!f.stands()) continue;
            rules.merge(f.rule().id(), f.count() - f.retractedCount(), Long::sum);
            severities[f.severity().ordinal()]++;
        }
        return new Report.Summary(
                opened,
                closed,
                engine.totals().collected(),
                opened - closed,
                engine.totals().connectsFailed(),
                Tracing.untracked() + engine.kernel().untracked(),
                ledger.suppressedByRule().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                new Report.SeverityCounts(severities[2], severities[1], severities[0]),
                rules,
                new Report.HalfClose(
                        engine.totals().verdicts(Verdict.LEGAL), engine.totals().verdicts(Verdict.MISUSE)),
                open.counts(),
                open.closeWait());
    }

    private List<Report.Finding> findings() {
        List<Finding> sorted = new ArrayList<>(ledger.findings());
        sorted.sort(WORST_FIRST);
        return sorted.stream().map(f -> FindingView.of(f)).toList();
    }
}
