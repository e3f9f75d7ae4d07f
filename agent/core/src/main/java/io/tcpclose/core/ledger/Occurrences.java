package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.rule.Many;
import io.tcpclose.core.rule.Subject;
import java.util.HashMap;
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

    private final ActiveOccurrences active = new ActiveOccurrences();
    private final Map<@Nullable Many, Over> over = new HashMap<>();
    private @Nullable Occurrence worstOver;
    private Occurrence latest;
    /** Whether the latest is among neither yet: it may be going to be active. */
    private boolean isFresh;

    Occurrences(Occurrence first) {
        latest = first;
    }

    void add(Occurrence occurrence) {
        settle();
        latest = occurrence;
        isFresh = true;
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
    }

    /** The latest one goes on. @return whether it is of that connection, and the only one of it that does */
    boolean activate(Connection c) {
        if (!isFresh || !latest.isOf(c)) return false;
        isFresh = false;
        return active.put(c, latest) == null;
    }

    @Nullable
    Occurrence active(Connection c) {
        return active.get(c);
    }

    void replace(Connection c, Occurrence by) {
        active.put(c, by);
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
        return active.remove(c) != null;
    }

    void forEachActive(Consumer<Connection> visitor) {
        active.connections().forEach(visitor);
    }

    /** Only looks: the latest may still be going to be active. */
    Occurrence speaker() {
        Occurrence worst = active.worst();
        Occurrence ended = worstOver();
        if (worst == null) return ended == null ? latest : ended;
        return ended != null && ended.severity().compareTo(worst.severity()) > 0 ? ended : worst;
    }

    private @Nullable Occurrence worstOver() {
        Occurrence known = worstOver;
        return isFresh && (known == null || latest.outweighs(known)) ? latest : known;
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
        for (Occurrence each : active.all()) {
            if (!many.equals(each.many())) continue;
            count++;
            oldest = Math.max(oldest, each.held());
        }
        return text(o, many, count, active.size(), oldest);
    }

    private String ofOver(Occurrence o, Many many) {
        Over sum = over.getOrDefault(many, new Over());
        boolean counts = isFresh && many.equals(latest.many());
        long all = isFresh ? 1 : 0;
        for (Over each : over.values()) all += each.count;
        long oldest = counts ? Math.max(sum.oldest, latest.held()) : sum.oldest;
        return text(o, many, counts ? sum.count + 1 : sum.count, all, oldest);
    }

    private static String text(Occurrence o, Many many, long count, long all, long oldest) {
        if (count <= 1) return o.message();
        return count + (count < all ? " of " + all : "") + " " + many.noun()
                + (oldest < 0 ? "" : ", oldest " + Subject.age(oldest)) + ": " + many.clause();
    }
}
