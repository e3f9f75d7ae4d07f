package io.tcpclose.agent.trace;

import io.tcpclose.bootstrap.Correlation;
import io.tcpclose.bootstrap.TraceReader;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tracing libraries of the application and puts a reader over each. A reader is reachable only from the library's own
 * class, so that it goes with an undeployed application. For the agent's thread.
 */
public final class TraceSources {
    private static final int MAX_WAITING = 64;

    /** What hangs on a class of the application, and with it the agent's loader until {@link #stop}. */
    private static final class Holder {
        private @Nullable TraceReader reader;
    }

    private static final ClassValue<Holder> HOLDERS = new ClassValue<>() {
        @Override
        protected Holder computeValue(Class<?> type) {
            return new Holder();
        }
    };

    /** @param loader null for the boot loader */
    private record Waiting(Library library, @Nullable WeakReference<ClassLoader> loader) {
        boolean isGone() {
            return loader != null && loader.refersTo(null);
        }
    }

    private final Readers readers = new Readers();
    private final List<Waiting> waiting = new ArrayList<>();
    /** What a holder hangs on, to be taken off again. */
    private final List<WeakReference<Class<?>>> anchors = new CopyOnWriteArrayList<>();

    private final Consumer<Runnable> ownThread;

    /** @param ownThread runs something on a thread of the agent that ends with it */
    public TraceSources(Consumer<Runnable> ownThread) {
        this.ownThread = ownThread;
    }

    /** Binary names of the classes whose loading tells of a library. */
    public static List<String> triggers() {
        List<String> triggers = new ArrayList<>();
        for (Library library : Library.values()) triggers.add(library.trigger);
        return triggers;
    }

    /** @param loader that has loaded one of {@link #triggers}; null for the boot loader */
    public void seen(@Nullable ClassLoader loader, String trigger) {
        Library library = Library.of(trigger);
        if (library == null || waiting.size() >= MAX_WAITING) return;
        waiting.add(new Waiting(library, loader == null ? null : new WeakReference<>(loader)));
    }

    /** Once in a while. */
    public void turn() {
        readers.tidy();
        for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) {
            if (isDone(i.next())) i.remove();
        }
    }

    /**
     * From now on nobody is asked, and nothing of ours hangs on a class of the application. Once the agent's thread
     * has ended.
     */
    public void stop() {
        Correlation.reader(null);
        for (WeakReference<Class<?>> reference : anchors) {
            Class<?> anchor = reference.get();
            if (anchor != null) HOLDERS.remove(anchor);
        }
        anchors.clear();
    }

    /** @return whether nothing is left to wait for */
    private boolean isDone(Waiting source) {
        ClassLoader loader = source.loader == null ? null : source.loader.get();
        if (source.isGone() || (source.loader != null && loader == null)) return true;
        try {
            Class<?> trigger = Class.forName(source.library.trigger, false, loader);
            if (Unsafe.getUnsafe().shouldBeInitialized(trigger)) return false;
            read(source.library, Class.forName(source.library.anchor, false, loader));
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError other) {
            // Not what it is taken for: an application without it is the usual case.
            return true;
        }
    }

    private void read(Library library, Class<?> anchor) throws ReflectiveOperationException {
        anchors.add(new WeakReference<>(anchor));
        Holder holder = HOLDERS.get(anchor);
        if (holder.reader != null) return;
        Class<?> type = new ReaderLoader(anchor.getClassLoader()).define(library.reader());
        TraceReader reader = (TraceReader) type.getConstructor().newInstance();
        holder.reader = reader;
        ownThread.accept(() -> publish(library, reader));
    }

    /**
     * Asks once before any hook does: what a first question loads and links is then there. On a thread that ends, as the library's
     * thread locals may pin the application.
     */
    private void publish(Library library, TraceReader reader) {
        try {
            var unused = reader.current();
            readers.add(library, reader);
            var alsoUnused = readers.current();
            Correlation.reader(readers);
        } catch (Throwable broken) {
            // It would break in a hook too.
        }
    }
}
