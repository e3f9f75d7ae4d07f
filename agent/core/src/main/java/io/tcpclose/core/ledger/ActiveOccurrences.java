package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The occurrences of one finding that go on, and the worst of them. In order at all times: it is asked for at each
 * occurrence that comes or goes, of which there may be a hundred thousand.
 */
final class ActiveOccurrences {
    /** The worst, of equals the oldest; the id tells those apart that are as bad and as old. */
    static final Comparator<Occurrence> WORST_FIRST = Comparator.comparing(Occurrence::severity)
            .thenComparingLong(Occurrence::held)
            .reversed()
            .thenComparingLong(ActiveOccurrences::id);

    private final Map<Connection, Occurrence> byConnection = new IdentityHashMap<>();
    private final TreeSet<Occurrence> inOrder;

    ActiveOccurrences() {
        this(WORST_FIRST);
    }

    ActiveOccurrences(Comparator<Occurrence> order) {
        inOrder = new TreeSet<>(order);
    }

    private static long id(Occurrence o) {
        Connection c = o.connection();
        return c == null ? 0 : c.id;
    }

    @Nullable
    Occurrence get(Connection c) {
        return byConnection.get(c);
    }

    /** @return what the connection had before, null where it had none */
    @Nullable
    Occurrence put(Connection c, Occurrence o) {
        Occurrence before = remove(c);
        byConnection.put(c, o);
        inOrder.add(o);
        return before;
    }

    /** @return null where it had none */
    @Nullable
    Occurrence remove(Connection c) {
        Occurrence before = byConnection.remove(c);
        if (before != null) inOrder.remove(before);
        return before;
    }

    @Nullable
    Occurrence worst() {
        return inOrder.isEmpty() ? null : inOrder.first();
    }

    Collection<Occurrence> all() {
        return inOrder;
    }

    Set<Connection> connections() {
        return byConnection.keySet();
    }

    int size() {
        return inOrder.size();
    }
}
