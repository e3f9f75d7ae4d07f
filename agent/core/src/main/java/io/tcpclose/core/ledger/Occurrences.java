package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.rule.Many;
import io.tcpclose.core.rule.Subject;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The occurrences of one finding, and which of them speaks for it: the worst, rather one that is active, of equals the oldest. So
 * nothing that is said is put together from several connections. Those that are over are kept as numbers, but for the worst.
 */
final class Occurrences {
    /** Those that are over and have a clause in common. */
    private static final class Over {
        private long count;
        private long oldest = -1;
    }

    private final Map<Connection, Occurrence> active = new IdentityHashMap<>();
    private final Map<@Nullable Many, Over> over = new HashMap<>();
    private @Nullable Occurrence worstOver;
    private Occurrence latest;
    /** Whether the latest is among neither yet: it may be going to be active. */
    private boolean isFresh;

    private @Nullable Occurrence speaker;

    Occurrences(Occurrence first) {
        latest = first;
    }

    void add(Occurrence occurrence) {
        settle();
        latest = occurrence;
        isFresh = true;
        speaker = null;
    }

    private void settle() {
        if (isFresh) end(latest);
        isFresh = false;
    }

    private void end(Occurrence o) {
        Over sum = over.computeIfAbsent(o.many(), many -> new Over());
        sum.count++;
        sum.oldest = Math.max(sum.oldest, o.held());
        if (worstOver == null || o.outweighs(worstOver)) worstOver = o;
        speaker = null;
    }

    /** The latest one goes on. @return whether it is of that connection, and the only one of it that does */
    boolean activate(Connection c) {
        if (!isFresh || !latest.isOf(c)) return false;
        isFresh = false;
        speaker = null;
        return active.put(c, latest) == null;
    }

    @Nullable
    Occurrence active(Connection c) {
        return active.get(c);
    }

    void replace(Connection c, Occurrence by) {
        active.put(c, by);
        speaker = null;
    }

    /** One that is over was worse than had been thought. */
    void replaceOver(Occurrence before, Occurrence by) {
        settle();
        Over sum = over.get(before.many());
        if (sum != null) sum.count--;
        end(by);
    }

    /** @return whether it was active */
    boolean resolve(Connection c) {
        Occurrence o = active.remove(c);
        if (o != null) end(o);
        return o != null;
    }

    /** @return whether it was active */
    boolean retract(Connection c) {
        speaker = null;
        return active.remove(c) != null;
    }

    void forEachActive(Consumer<Connection> visitor) {
        active.keySet().forEach(visitor);
    }

    Occurrence speaker() {
        Occurrence known = speaker;
        if (known == null) speaker = known = choose();
        return known;
    }

    private Occurrence choose() {
        settle();
        Occurrence worst = null;
        for (Occurrence o : active.values()) if (worst == null || o.outweighs(worst)) worst = o;
        Occurrence ended = worstOver;
        if (worst == null) return ended == null ? latest : ended;
        return ended != null && ended.severity().compareTo(worst.severity()) > 0 ? ended : worst;
    }

    /** One connection speaks as one, several as a group. */
    String message() {
        Occurrence o = speaker();
        Many many = o.many();
        Connection c = o.connection();
        if (many == null) return o.message();
        return c != null && active.get(c) == o ? ofActive(o, many) : ofOver(o, many);
    }

    private String ofActive(Occurrence o, Many many) {
        long count = 0;
        long oldest = -1;
        for (Occurrence each : active.values()) {
            if (!many.equals(each.many())) continue;
            count++;
            oldest = Math.max(oldest, each.held());
        }
        return text(o, many, count, active.size(), oldest);
    }

    private String ofOver(Occurrence o, Many many) {
        Over sum = over.get(many);
        long all = 0;
        for (Over each : over.values()) all += each.count;
        return sum == null ? o.message() : text(o, many, sum.count, all, sum.oldest);
    }

    private static String text(Occurrence o, Many many, long count, long all, long oldest) {
        if (count <= 1) return o.message();
        return count + (count < all ? " of " + all : "") + " " + many.noun()
                + (oldest < 0 ? "" : ", oldest " + Subject.age(oldest)) + ": " + many.clause();
    }
}
