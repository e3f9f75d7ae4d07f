package io.tcpclose.agent.cli.compare;

import io.tcpclose.core.report.Report;
import io.tcpclose.export.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Both ends of connections, found by their addresses in the reports of two JVMs, and which of them failed to close. */
public final class ReportJoin {
    private static final int MAX_SHOWN = 200;

    private final Side a;
    private final Side b;
    private final List<String> failing = new ArrayList<>();
    private final Map<String, Long> others = new TreeMap<>();
    private long pairs;
    private long failed;

    public ReportJoin(Report a, Report b) {
        this.a = new Side(a);
        this.b = new Side(b);
        this.a.ends().values().forEach(this::pairOrAlone);
        this.b.ends().values().stream()
                .filter(end -> this.a.peerOf(end) == null)
                .forEach(end -> alone("B", end, "A", this.a));
    }

    private void pairOrAlone(End end) {
        End peer = b.peerOf(end);
        if (peer == null) {
            alone("A", end, "B", b);
            return;
        }
        pairs++;
        tell(end, peer, Verdict.of(end, peer));
    }

    /** A report has closed connections only as examples of findings: an end whose peer closed in order is alone. */
    private void alone(String name, End end, String peerName, Side peer) {
        Verdict verdict = Verdict.ofAlone(name, end, peerName, peer.listensFor(end), peer.connectsTo(end));
        if (verdict != null) tell(name.equals("A") ? end : null, name.equals("B") ? end : null, verdict);
    }

    private void tell(@Nullable End ofA, @Nullable End ofB, Verdict verdict) {
        String who = verdict.failing();
        if (who == null) {
            others.merge(verdict.text(), 1L, Long::sum);
            return;
        }
        if (failed++ >= MAX_SHOWN) return;
        failing.add(addresses(ofA, ofB) + "   " + verdict.text());
        if (ofA != null) failing.add("  A  #" + ofA.id() + "  " + ofA.states());
        if (ofB != null) failing.add("  B  #" + ofB.id() + "  " + ofB.states());
        End end = who.equals("A") ? ofA : ofB;
        if (end != null) end.code().forEach(line -> failing.add("  " + who + "  " + line));
    }

    private static String addresses(@Nullable End ofA, @Nullable End ofB) {
        if (ofA != null) return Text.clean(ofA.local()) + " -- " + Text.clean(ofA.remote());
        return ofB == null ? "" : Text.clean(ofB.remote()) + " -- " + Text.clean(ofB.local());
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("A  " + a.name());
        lines.add("B  " + b.name());
        lines.add("PAIRS  " + pairs + "   ends that failed to close " + failed);
        if (pairs == 0) {
            lines.add(
                    "NOTE  no connection of A has its other end in B: NAT or a proxy lies between, or the reports are of "
                            + "other times or other JVMs");
        }
        lines.addAll(failing);
        if (failed > MAX_SHOWN) lines.add("... " + (failed - MAX_SHOWN) + " more");
        others.forEach((text, count) -> lines.add("OTHERS  " + count + "  " + text));
        return lines;
    }
}
