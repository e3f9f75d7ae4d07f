package io.tcpclose.agent.cli.compare;

import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Both ends of connections, found by their addresses in the reports of two JVMs. */
public final class ReportJoin {
    private static final int MAX_FAILING = 200;

    private record Pair(End a, End b, Verdict verdict) {}

    private final Map<String, End> ofA = new HashMap<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final Report a;
    private final Report b;
    private long countOfB;

    public ReportJoin(Report a, Report b) {
        this.a = a;
        this.b = b;
        a.connections().forEach(connection -> keep(End.of(checked(connection))));
        b.connections().forEach(connection -> pair(End.of(checked(connection))));
        pairs.sort(Comparator.comparing((Pair pair) -> pair.verdict().failing() == null));
    }

    private static Report.Connection checked(Report.Connection connection) {
        if (Address.isRedacted(connection.local()) || Address.isRedacted(connection.remote())) {
            throw new Refusal("a report with redact=addresses cannot be joined: each file has its own aliases. "
                    + "Take both reports without redact");
        }
        return connection;
    }

    /** A number of a closed connection may have been used again: the open one is the one that is asked for. */
    private void keep(End end) {
        String key = key(end.local(), end.remote());
        if (key != null) ofA.merge(key, end, (one, other) -> one.isClosed() ? other : one);
    }

    private void pair(End end) {
        countOfB++;
        String key = key(end.remote(), end.local());
        End peer = key == null ? null : ofA.get(key);
        if (peer != null) pairs.add(new Pair(peer, end, Verdict.of(peer, end)));
    }

    private static @Nullable String key(@Nullable String local, @Nullable String remote) {
        String one = Address.canonical(local);
        String other = Address.canonical(remote);
        return one == null || other == null ? null : one + other;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("A  " + jvm(a) + "   connections " + ofA.size());
        lines.add("B  " + jvm(b) + "   connections " + countOfB);
        long failing =
                pairs.stream().filter(pair -> pair.verdict().failing() != null).count();
        lines.add("PAIRS  " + pairs.size() + "   an end failed to close " + failing);
        if (pairs.isEmpty()) {
            lines.add(
                    "NOTE  no connection of A has its other end in B: NAT or a proxy lies between, or the reports are of "
                            + "other times or other JVMs");
        }
        pairs.stream()
                .filter(pair -> pair.verdict().failing() != null)
                .limit(MAX_FAILING)
                .forEach(pair -> failing(pair, lines));
        if (failing > MAX_FAILING) lines.add("... " + (failing - MAX_FAILING) + " more");
        others(lines);
        return lines;
    }

    private static void failing(Pair pair, List<String> lines) {
        End end = "A".equals(pair.verdict().failing()) ? pair.a() : pair.b();
        lines.add(Text.clean(pair.a().local()) + " -- " + Text.clean(pair.b().local()) + "   "
                + pair.verdict().text());
        lines.add("  A  #" + pair.a().id() + "  " + pair.a().states());
        lines.add("  B  #" + pair.b().id() + "  " + pair.b().states());
        end.code().forEach(line -> lines.add("  " + pair.verdict().failing() + "  " + line));
    }

    /** Pairs where nobody failed, counted by what is said of them. */
    private void others(List<String> lines) {
        Map<String, Long> counts = new java.util.TreeMap<>();
        pairs.stream()
                .filter(pair -> pair.verdict().failing() == null)
                .forEach(pair -> counts.merge(pair.verdict().text(), 1L, Long::sum));
        counts.forEach((text, count) -> lines.add("OTHERS  " + count + "  " + text));
    }

    private static String jvm(Report report) {
        Report.Jvm jvm = report.jvm();
        return jvm == null ? "?" : Text.clean(jvm.main()) + "  pid " + jvm.pid() + " on " + Text.clean(jvm.host());
    }
}
