package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the prober remembers of a connection that has caught its eye; hangs on the connection itself. */
final class Watch implements KernelView.Holder {
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

    void fire(Connection c, Rule rule, @Nullable Finding finding) {
        fired = rule;
        active = finding;
        bytesAtFire = c.bytesRead() + c.bytesWritten();
        if (finding == null) return;
        found = true;
        finding.activated();
    }

    /** Whether it was used again after the rule had fired. */
    boolean movedSince(Connection c) {
        return c.bytesRead() + c.bytesWritten() != bytesAtFire;
    }

    /** @param legally whether the state ended so that it proved legal */
    void end(boolean legally) {
        Finding finding = active;
        fired = null;
        active = null;
        nowIn = List.of();
        if (finding == null) return;
        if (legally) finding.retracted();
        else finding.resolved();
    }
}
