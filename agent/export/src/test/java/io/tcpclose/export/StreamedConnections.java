package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;

/** Connections made while they are gone through; fails when gone through twice, or when they are held on to. */
final class StreamedConnections implements Iterable<Report.Connection> {

    /** What may still be on somebody's stack. */
    private static final int MAX_HELD = 20;

    private final int size;
    private final LongFunction<Report.Connection> source;
    private boolean started;
    private boolean finished;

    StreamedConnections(int size, LongFunction<Report.Connection> source) {
        this.size = size;
        this.source = source;
    }

    boolean finished() {
        return finished;
    }

    @Override
    public Iterator<Report.Connection> iterator() {
        if (started) {
            throw new AssertionError("gone through twice");
        }
        started = true;
        return new Iterator<>() {
            private final List<WeakReference<Report.Connection>> made = new ArrayList<>();

            @Override
            public boolean hasNext() {
                if (made.size() == size) {
                    checkHeld(made);
                    finished = true;
                }
                return made.size() < size;
            }

            @Override
            public Report.Connection next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Report.Connection connection = source.apply(made.size() + 1);
                made.add(new WeakReference<>(connection));
                return connection;
            }
        };
    }

    private static void checkHeld(List<WeakReference<Report.Connection>> made) {
        System.gc();
        long held = made.stream().filter(reference -> reference.get() != null).count();
        if (held > MAX_HELD) {
            throw new AssertionError(held + " connections are held");
        }
    }
}
