package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.kernel.TcpRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Things about connections, found by the row that the kernel's tables have of each: by a hash, whatever their number.
 */
final class TupleMap<T> {
    private final Function<T, Connection> connection;
    private final Set<T> all = new LinkedHashSet<>();
    /** Of one tuple there are several only where their local addresses differ, or where it was used again. */
    private final Map<Tuple, List<T>> byTuple = new HashMap<>();

    /** @param connection whose row a thing is looked up by */
    TupleMap(Function<T, Connection> connection) {
        this.connection = connection;
    }

    /** @return whether it can have a row, and was not there yet */
    boolean add(T thing) {
        Tuple tuple = Tuple.of(connection.apply(thing));
        if (tuple == null || !all.add(thing)) return false;
        return byTuple.computeIfAbsent(tuple, t -> new ArrayList<>(1)).add(thing);
    }

    /** Those whose row this is; usually one. */
    List<T> of(TcpRow row) {
        List<T> alike = all.isEmpty() ? null : byTuple.get(Tuple.of(row));
        if (alike == null) return List.of();
        List<T> found = new ArrayList<>(1);
        for (T thing : alike) if (Tuple.isLocalEndOf(connection.apply(thing), row)) found.add(thing);
        return found;
    }

    /** Asks for each that is there, once. */
    void removeIf(Predicate<T> gone) {
        if (!all.removeIf(gone)) return;
        byTuple.values().removeIf(alike -> {
            alike.removeIf(thing -> !all.contains(thing));
            return alike.isEmpty();
        });
    }

    /** In the order in which they came; not to be changed. */
    Set<T> all() {
        return all;
    }
}
