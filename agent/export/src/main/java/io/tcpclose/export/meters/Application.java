package io.tcpclose.export.meters;

import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One class loader with a Micrometer in it. For the exporting thread. */
final class Application {
    private static final String ENTRY = "io.tcpclose.micrometer.ApplicationRegistries";

    private enum State {
        /** Nothing was done yet, or the global registry has the meters and nobody is known to be behind it. */
        WAITING,
        /** The global registry is used. */
        GLOBAL,
        /** Registries are taken as they are seen. */
        FALLBACK,
        /** It went wrong, and is let be. */
        GIVEN_UP
    }

    private final WeakReference<ClassLoader> loader;
    final long firstSeen;
    /** When the class of the global registry was loaded; 0 it was not. */
    long globalSeen;

    private State state = State.WAITING;
    private @Nullable WeakReference<Class<?>> entry;
    private @Nullable WeakReference<AutoCloseable> global;
    private final List<WeakReference<Object>> known = new ArrayList<>();
    private final List<WeakReference<AutoCloseable>> bindings = new ArrayList<>();

    Application(ClassLoader loader, long now) {
        this.loader = new WeakReference<>(loader);
        this.firstSeen = now;
    }

    boolean isGone() {
        return loader.refersTo(null);
    }

    boolean isOf(ClassLoader other) {
        return loader.refersTo(other);
    }

    boolean isSettled() {
        return state == State.GLOBAL || state == State.GIVEN_UP;
    }

    void giveUp() {
        state = State.GIVEN_UP;
    }

    void bindGlobal(String set) throws ReflectiveOperationException {
        if (state != State.WAITING || global != null) return;
        AutoCloseable binding = (AutoCloseable) call("bindGlobal", new Class<?>[] {String.class}, set);
        global = new WeakReference<>(binding);
    }

    /** Decides once. */
    void fallBack(Predicate<Class<?>> weave) throws ReflectiveOperationException {
        ClassLoader there = loader.get();
        if (state != State.WAITING || there == null) return;
        if (Boolean.TRUE.equals(call("isGlobalUsed", new Class<?>[0]))) {
            state = State.GLOBAL;
            return;
        }
        state = State.FALLBACK;
        closeGlobal();
        if (!weave.test(Class.forName(ApplicationMeters.REGISTRY, false, there)))
            throw new IllegalStateException("its global registry is not used, and MeterRegistry cannot be woven");
    }

    /** A registry that joins the global one later would have them twice. */
    private void closeGlobal() throws ReflectiveOperationException {
        AutoCloseable binding = global == null ? null : global.get();
        try {
            if (binding != null) binding.close();
        } catch (Exception e) {
            throw new InvocationTargetException(e);
        }
    }

    /** As far as the registries let us. */
    void unbind() {
        bindings.stream().map(WeakReference::get).forEach(Application::close);
        close(global == null ? null : global.get());
    }

    private static void close(@Nullable AutoCloseable binding) {
        try {
            if (binding != null) binding.close();
        } catch (Exception refused) {
            // then they show what they showed last
        }
    }

    void bind(Object registry, String set) throws ReflectiveOperationException {
        if (state != State.FALLBACK || isKnown(registry)) return;
        known.add(new WeakReference<>(registry));
        Object binding = call("bind", new Class<?>[] {Object.class, String.class}, registry, set);
        if (binding != null) bindings.add(new WeakReference<>((AutoCloseable) binding));
    }

    private boolean isKnown(Object registry) {
        known.removeIf(r -> r.refersTo(null));
        return known.stream().anyMatch(r -> r.refersTo(registry));
    }

    private @Nullable Object call(String name, Class<?>[] types, Object... arguments)
            throws ReflectiveOperationException {
        Method method = entry().getMethod(name, types);
        return method.invoke(null, arguments);
    }

    private Class<?> entry() throws ClassNotFoundException {
        ClassLoader there = loader.get();
        if (there == null) throw new ClassNotFoundException(ENTRY);
        Class<?> made = entry == null ? null : entry.get();
        if (made != null) return made;
        Class<?> fresh = Class.forName(ENTRY, true, new BridgeLoader(there));
        entry = new WeakReference<>(fresh);
        return fresh;
    }
}
