package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.BacklogCloseWait;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One address and port, and the listeners of it: several with SO_REUSEPORT. A listener's own queue is known by its inode; a
 * connection that waits in one has no inode yet, so which of several listeners it waits at is not told by the kernel.
 */
final class ListeningPort {
    private static final Comparator<Backlogs.Backlog> OLDEST = Comparator.comparingLong(b -> b.listener.id);

    private List<Backlogs.Backlog> members = new ArrayList<>();
    private List<Backlogs.Backlog> before = List.of();
    /** Waiting at listeners whose inode is not known to be ours. */
    private int strangersQueue;

    private int closeWait;
    private long since;
    private @Nullable Finding active;
    /** Whose finding that is; null where none is active. */
    private @Nullable ListeningSocket told;

    void regroup() {
        before = members;
        members = new ArrayList<>();
    }

    void add(Backlogs.Backlog member) {
        members.add(member);
    }

    /** @return whether anybody listens; where the listeners are others than before, what waited at those was reset */
    boolean isLive() {
        members.sort(OLDEST);
        if (Collections.disjoint(before, new HashSet<>(members))) over();
        return !members.isEmpty();
    }

    boolean isActive() {
        return active != null;
    }

    void begin() {
        strangersQueue = 0;
        closeWait = 0;
    }

    void stranger(long queued) {
        strangersQueue += (int) queued;
    }

    void goneBeforeAccept() {
        closeWait++;
    }

    void end(Ledger ledger, long now, long millis) {
        boolean identified = members.stream().allMatch(Backlogs.Backlog::isIdentified);
        members.forEach(m -> m.acceptQueue = queueOf(m));
        members.forEach(m -> m.sharing = members.size());
        Backlogs.Backlog owner = owner();
        boolean ours = closeWait == 0 || !identified || strangersQueue == 0;
        attribute(owner, ours);
        if (closeWait > 0 && ours) waiting(owner.listener, ledger, now, millis);
        else over();
    }

    /** Without an inode the first has the queue of all. */
    private int queueOf(Backlogs.Backlog member) {
        if (member.isIdentified()) return member.queueNow;
        return member == members.get(0) ? strangersQueue : -1;
    }

    /** The only one at which somebody waits; else the one that was told of, or the oldest, for all. */
    private Backlogs.Backlog owner() {
        List<Backlogs.Backlog> waitedAt =
                members.stream().filter(m -> m.acceptQueue != 0).toList();
        if (waitedAt.size() == 1) return waitedAt.get(0);
        return members.stream().filter(m -> m.listener == told).findFirst().orElse(members.get(0));
    }

    /** Counted once; unknown where it cannot be told of that listener, or where another process shares the port. */
    private void attribute(Backlogs.Backlog owner, boolean ours) {
        for (Backlogs.Backlog m : members) {
            if (closeWait == 0 || (ours && m.acceptQueue == 0)) m.closeWait = 0;
            else m.closeWait = -1;
        }
        if (ours) owner.closeWait = closeWait;
    }

    private int queued() {
        int sum = members.stream().mapToInt(m -> Math.max(0, m.acceptQueue)).sum();
        return Math.max(sum, closeWait);
    }

    private void waiting(ListeningSocket listener, Ledger ledger, long now, long millis) {
        BacklogCloseWait rule = RuleCatalog.backlogCloseWait();
        if (since == 0) since = now;
        long held = now - since;
        if (held == 0 || held < ledger.settings().after(rule)) return;
        int waitedAt = (int) members.stream().filter(m -> m.acceptQueue != 0).count();
        BacklogCloseWait.Waiting all = new BacklogCloseWait.Waiting(closeWait, queued(), waitedAt);
        Rule.Hit hit = rule.hit(new Subject(listener, now), listener, all, held);
        if (told != listener) resolve();
        Finding known = active;
        if (known == null) tell(ledger.record(listener, hit, millis), listener);
        else ledger.goesOn(known, listener, hit, millis);
    }

    private void tell(@Nullable Finding finding, ListeningSocket listener) {
        if (finding == null) return;
        active = finding;
        told = listener;
        finding.activated(listener);
    }

    private void over() {
        since = 0;
        resolve();
    }

    private void resolve() {
        if (active != null) active.resolved(told);
        active = null;
        told = null;
    }
}
