package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Told;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.TimeRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the prober remembers of a connection that has caught its eye; hangs on the connection itself. */
final class Watch implements KernelView.Holder {
    /** A rule that holds and has no say here: off, or suppressed for this connection. */
    static final class Silence {
        @Nullable
        TimeRule rule;
        /** Its threshold had passed at the last probe. */
        boolean overdue;
        /** It would have fired. */
        boolean stands;

        private long bytes;

        void begin(@Nullable TimeRule by) {
            rule = by;
            overdue = false;
            stands = false;
        }

        void stands(Connection c) {
            stands = true;
            bytes = c.bytesRead() + c.bytesWritten();
        }
    }

    final Silence silence = new Silence();

    /** The rule whose threshold it had passed at the last probe. */
    @Nullable
    Rule candidate;
    /** The rule that has fired and whose state it is still in. */
    @Nullable
    Rule fired;
    /** Its finding; null where the user does not want to hear of it. */
    @Nullable
    Finding active;
    /** Said at a write into an unread FIN, until the peer's answer or its silence decides; null where nothing is pending. */
    @Nullable
    Finding pendingWrite;
    /** That write was of a request that the JDK sends again. */
    boolean resent;
    /** When that write began. */
    long pendingNanos;

    private @Nullable KernelView view;
    /** Bytes moved in both directions when it fired. */
    private long bytesAtFire;
    /** Seen without an owner at the last probe. */
    boolean ownerless;
    /** Its writes after the peer's FIN were counted as lost or legal. */
    boolean writesCounted;
    /** A finding speaks of it: its steps keep their call sites. */
    boolean found;
    /** By rules about one event, of which it has one part each. */
    private List<Told> told = List.of();
    /** What the thread of the last use was doing when the finding fired. */
    List<String> nowIn = List.of();

    static Watch of(Connection c) {
        if (c.watch instanceof Watch watch) return watch;
        Watch watch = new Watch();
        c.watch = watch;
        return watch;
    }

    static @Nullable Watch peek(Connection c) {
        return (Watch) c.watch;
    }

    @Override
    public @Nullable KernelView view() {
        return view;
    }

    KernelView viewForUpdate() {
        KernelView known = view;
        if (known != null) return known;
        KernelView fresh = new KernelView();
        view = fresh;
        return fresh;
    }

    /** Null where no finding of that rule speaks of it. */
    @Nullable
    Told told(Rule rule) {
        for (Told each : told) if (each.finding().rule() == rule) return each;
        return null;
    }

    void tell(Told now) {
        found = true;
        List<Told> others = new ArrayList<>(told);
        others.removeIf(each -> each.finding() == now.finding());
        others.add(now);
        told = List.copyOf(others);
    }

    void fire(Connection c, Rule rule, @Nullable Finding finding) {
        fired = rule;
        active = finding;
        bytesAtFire = c.bytesRead() + c.bytesWritten();
        if (finding == null) return;
        found = true;
        finding.activated(c);
    }

    /** Whether a rule holds for so long that it accuses, whether or not it has a say, and nothing has contradicted since. */
    boolean isAccused(Connection c) {
        TimeRule silent = silence.stands ? silence.rule : null;
        if (silent != null && !(silent.endsLegally() && c.bytesRead() + c.bytesWritten() != silence.bytes)) return true;
        return fired instanceof TimeRule rule && !(rule.endsLegally() && movedSince(c));
    }

    /** Whether it was used again after the rule had fired. */
    boolean movedSince(Connection c) {
        return c.bytesRead() + c.bytesWritten() != bytesAtFire;
    }

    /** @param legally whether the state ended so that it proved legal */
    void end(Connection c, boolean legally) {
        Finding finding = active;
        fired = null;
        active = null;
        nowIn = List.of();
        if (finding == null) return;
        if (legally) finding.retracted(c);
        else finding.resolved(c);
    }
}
