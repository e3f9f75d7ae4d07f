package io.tcpclose.agent;

import io.tcpclose.agent.trace.TraceSources;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the application loads that the agent can make use of. For the agent's thread. */
final class Libraries {
    private final Instrumentation instrumentation;
    private final ClassObserver observer;
    private final TraceSources traces;
    private final @Nullable JfrOutlet jfr;
    private final OwnThreads threads;

    /** @param jfr null where nobody wants it */
    Libraries(Instrumentation instrumentation, OwnThreads threads, Runnable wake, @Nullable JfrOutlet jfr) {
        this.instrumentation = instrumentation;
        this.threads = threads;
        this.jfr = jfr;
        this.traces =
                new TraceSources(work -> threads.named(work, "tcpclose-traces").start());
        List<String> names = new ArrayList<>(TraceSources.triggers());
        if (jfr != null) names.add(JfrOutlet.RECORDER);
        this.observer = new ClassObserver(names, wake);
    }

    /** Before the application loads them. */
    void watch() {
        // One that may retransform is in the weaver's list: the JVM copies the bytes of each class once, not twice.
        instrumentation.addTransformer(observer, true);
    }

    /** Once: what was there before us, by another agent or before a late attach. */
    void look() {
        observer.scan(instrumentation);
    }

    /** What was seen since the last call. Cheap where there is nothing. */
    void note() {
        observer.drain(this::note);
    }

    private void note(@Nullable ClassLoader loader, String name) {
        if (!name.equals(JfrOutlet.RECORDER)) traces.seen(loader, name);
        else if (jfr != null && loader == null) jfr.recorderSeen(threads);
    }

    /** Nothing of ours is left in the application's libraries, nor in JFR. */
    void stop() {
        instrumentation.removeTransformer(observer);
        traces.stop();
        if (jfr != null) jfr.stop();
    }

    /** Once a probe interval. */
    void turn() {
        traces.turn();
    }
}
