package io.tcpclose.agent.trace;

import io.tcpclose.bootstrap.TraceIds;
import io.tcpclose.bootstrap.TraceReader;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that may know of a trace, a few: the first that does answers. Read by any thread, changed by the agent's. */
final class Readers implements TraceReader {
    private static final int MAX = 16;

    private record Entry(Library library, WeakReference<TraceReader> reader) {}

    private volatile List<Entry> entries = List.of();

    @Override
    public @Nullable TraceIds current() {
        List<Entry> now = entries;
        for (int i = 0; i < now.size(); i++) {
            TraceReader reader = now.get(i).reader.get();
            TraceIds ids = reader == null ? null : reader.current();
            if (ids != null) return ids;
        }
        return null;
    }

    /** A span is preferred to what somebody has put into the MDC. */
    synchronized void add(Library library, TraceReader reader) {
        List<Entry> more = new ArrayList<>(entries);
        if (more.size() >= MAX) return;
        more.add(new Entry(library, new WeakReference<>(reader)));
        more.sort(Comparator.comparing(Entry::library));
        entries = List.copyOf(more);
    }

    /** Lets go of those whose application is gone. */
    synchronized void tidy() {
        List<Entry> left =
                entries.stream().filter(entry -> !entry.reader.refersTo(null)).toList();
        if (left.size() != entries.size()) entries = left;
    }
}
