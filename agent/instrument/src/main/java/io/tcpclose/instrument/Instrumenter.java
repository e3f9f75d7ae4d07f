package io.tcpclose.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts the hooks in, tells which ones found their place, and takes them out again. */
public final class Instrumenter {
    /**
     * Woven when the application's first use loads them, not by us: forcing them would cost every start-up that never speaks TLS
     * by SSLSocket, never opens an asynchronous channel and never uses the JDK's HTTP client.
     */
    private static final List<String> LAZY = List.of(
            "sun.security.ssl.", "sun.nio.ch.Asynchronous", "sun.nio.ch.UnixAsynchronous", "jdk.internal.net.http.");

    private final Instrumentation instrumentation;
    private final List<HookPoint> points;
    private final Weaver weaver;

    public Instrumenter(Instrumentation instrumentation) {
        this(instrumentation, HookPoints.all());
    }

    // visible for testing
    Instrumenter(Instrumentation instrumentation, List<HookPoint> points) {
        this.instrumentation = instrumentation;
        this.points = points;
        this.weaver = new Weaver(points);
    }

    /**
     * Weaves. All on the calling thread: when this returns the hooks are in. Classes are loaded but not initialised, so that
     * native libraries, providers and resolvers come up in the application's place; those of {@link #LAZY} are woven when it loads
     * them.
     */
    public void install() {
        instrumentation.addTransformer(weaver, true);
        for (String type : targets()) {
            if (!isLazy(type)) load(type);
        }
        retransform(loadedUnwoven());
    }

    private Set<String> targets() {
        Set<String> types = new LinkedHashSet<>();
        for (HookPoint point : points) {
            for (HookPoint.Place place : point.places()) types.add(place.type());
        }
        return types;
    }

    private static void load(String type) {
        try {
            Class.forName(type, false, null);
        } catch (ClassNotFoundException | LinkageError absent) {
            // Another JDK line has the method elsewhere; what no place matches is reported by name.
        }
    }

    /** What was there before the transformer; asked after it, so that a class which another thread loads just now is not missed. */
    private Set<String> loadedUnwoven() {
        Set<String> targets = targets();
        targets.removeIf(type -> weaver.seenTypes().contains(type.replace('.', '/')));
        Set<String> loaded = new LinkedHashSet<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (Weaver.isJdk(type.getClassLoader()) && targets.contains(type.getName())) loaded.add(type.getName());
        }
        return loaded;
    }

    private void retransform(Set<String> types) {
        List<Class<?>> classes = new ArrayList<>();
        for (String type : types) {
            try {
                classes.add(Class.forName(type, false, Weaver.PLATFORM));
            } catch (ClassNotFoundException | LinkageError e) {
                // It was listed as loaded a moment ago; its hook points stay missing.
            }
        }
        if (classes.isEmpty()) return;
        try {
            instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | LinkageError e) {
            // Told by the hook points that are missing.
        }
    }

    /** Takes the hooks out again; the classes are as before. */
    public void uninstall() {
        Set<String> woven = new LinkedHashSet<>();
        for (String type : weaver.seenTypes()) woven.add(type.replace('/', '.'));
        instrumentation.removeTransformer(weaver);
        retransform(woven);
    }

    /** Hook points whose place was looked for: all but those of classes that the application has not loaded yet. */
    public int expected() {
        int count = 0;
        for (HookPoint point : points) if (!isPending(point)) count++;
        return count;
    }

    public int matched() {
        return weaver.matched().size();
    }

    /** Names of the hook points that no class of this JDK has a place for. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (HookPoint point : points) {
            if (!isPending(point) && !weaver.matched().contains(point.name())) missing.add(point.name());
        }
        return missing;
    }

    /** One line for each class that could not be woven. */
    public List<String> failures() {
        return weaver.failures();
    }

    private static boolean isLazy(String type) {
        for (String prefix : LAZY) if (type.startsWith(prefix)) return true;
        return false;
    }

    private boolean isPending(HookPoint point) {
        String type = point.places().get(0).type();
        return isLazy(type) && !weaver.seenTypes().contains(type.replace('.', '/'));
    }
}
