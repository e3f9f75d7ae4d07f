package io.tcpclose.bootstrap;

import java.lang.ref.WeakReference;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent puts up the numbers of its last probe, for whoever makes meters of them: a board of its own registry's, or
 * one in an application's class loader. Readers see one whole board and never wait for the agent.
 *
 * <p>Nothing is counted for a board that nobody reads: the first {@link #subscribe} asks for one. Readers are held weakly.
 */
public final class MeterBoard {
    private static final List<Reader> READERS = new CopyOnWriteArrayList<>();

    private static volatile Map<Measure, Map<List<String>, Number>> rows = new EnumMap<>(Measure.class);
    private static volatile long turn;
    private static volatile boolean wanted;
    private static volatile boolean everything;
    private static volatile @Nullable Thread publisher;

    private static final class Reader extends WeakReference<Runnable> {
        private final boolean all;

        Reader(Runnable reader, boolean all) {
            super(reader);
            this.all = all;
        }
    }

    /** What a registry that keeps its listeners for ever is given as one: it knows nothing of us once it is stopped. */
    public static final class Forward implements Consumer<Object> {
        private volatile @Nullable Consumer<Object> to;

        public Forward(Consumer<Object> to) {
            this.to = to;
        }

        @Override
        public void accept(Object told) {
            Consumer<Object> now = to;
            if (now != null) now.accept(told);
        }

        public void stop() {
            to = null;
        }
    }

    private MeterBoard() {}

    /** The numbers of one measure by the values of its tags; empty where there are none (yet). Not to be changed. */
    public static Map<List<String>, Number> rows(Measure measure) {
        Map<List<String>, Number> found = rows.get(measure);
        return found == null ? Map.of() : found;
    }

    /** Grows with each board; 0 before the first. */
    public static long turn() {
        return turn;
    }

    /**
     * @param reader run after each new board, on a thread of the agent; must not block. Held weakly.
     * @param all whether it wants what costs a reading of /proc too
     */
    public static void subscribe(Runnable reader, boolean all) {
        READERS.add(new Reader(reader, all));
        everything |= all;
        wanted = true;
        if (turn == 0) LockSupport.unpark(publisher);
    }

    public static void unsubscribe(Runnable reader) {
        for (Reader reference : READERS) {
            if (reference.refersTo(reader)) READERS.remove(reference);
        }
    }

    /** Whether anybody reads. */
    public static boolean isWanted() {
        return wanted;
    }

    /** Whether anybody reads what costs more than a look at our own books. */
    public static boolean wantsEverything() {
        return everything;
    }

    /** Once, by the agent: this thread is woken by the first reader. */
    public static void publisher(Thread thread) {
        publisher = thread;
    }

    /**
     * The agent leaves: its readers are told of an empty board, and nobody puts one up any more. Readers that the
     * application has put here wait for the next agent; what nobody reads any more is not counted for by that.
     */
    public static void end() {
        publish(new EnumMap<>(Measure.class));
        tell();
        publisher = null;
        turn = 0;
        boolean isRead = false;
        boolean isReadWhole = false;
        for (Reader reader : READERS) {
            if (reader.refersTo(null)) continue;
            isRead = true;
            isReadWhole |= reader.all;
        }
        wanted = isRead;
        everything = isReadWhole;
    }

    /** @param board not changed afterwards */
    public static void publish(Map<Measure, Map<List<String>, Number>> board) {
        rows = board;
        turn++;
    }

    /** Runs the readers. @return what the first one that failed has thrown, or null */
    public static @Nullable Throwable tell() {
        Throwable first = null;
        for (Reader reference : READERS) {
            Runnable reader = reference.get();
            if (reader == null) READERS.remove(reference);
            else {
                Throwable thrown = tell(reader);
                if (first == null) first = thrown;
            }
        }
        return first;
    }

    private static @Nullable Throwable tell(Runnable reader) {
        try {
            reader.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }
}
