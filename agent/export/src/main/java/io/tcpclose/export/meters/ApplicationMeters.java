package io.tcpclose.export.meters;

import io.tcpclose.bootstrap.FoundRegistries;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Puts the meters into the Micrometer that an application has. Each class loader that loads one is an application of its own; all
 * are held weakly.
 *
 * <p>First through the global registry, which frameworks connect to theirs. Where nothing is connected to it after a while,
 * {@code MeterRegistry} is woven to see the registries that are used, and the meters go into those.
 */
public final class ApplicationMeters {
    static final String METRICS = "io.micrometer.core.instrument.Metrics";
    static final String REGISTRY = "io.micrometer.core.instrument.MeterRegistry";
    /** When it is told of, the class is not there yet. */
    private static final long LOADED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String set;
    private final long patienceNanos;
    private final Predicate<Class<?>> weave;
    private final Consumer<String> say;
    private final List<Application> applications = new ArrayList<>();
    private boolean failureSaid;

    /**
     * @param set name of a {@link io.tcpclose.micrometer.MeterSet}
     * @param patienceNanos how long the global registry may be without another behind it
     * @param weave puts the hook into an application's MeterRegistry; whether it is in place
     */
    public ApplicationMeters(String set, long patienceNanos, Predicate<Class<?>> weave, Consumer<String> say) {
        this.set = set;
        this.patienceNanos = patienceNanos;
        this.weave = weave;
        this.say = say;
    }

    /** Names of the classes that tell of a Micrometer. */
    public static List<String> triggers() {
        return List.of(METRICS, REGISTRY);
    }

    /** One of {@link #triggers} is being loaded, or was. On the exporting thread. */
    public void seen(ClassLoader loader, String name, long now) {
        if (loader instanceof BridgeLoader) return;
        Application application = of(loader, now);
        if (name.equals(METRICS) && application.globalSeen == 0) application.globalSeen = now;
    }

    /** Once in a while, on the exporting thread. @param now {@link System#nanoTime()} */
    public void turn(long now) {
        for (Iterator<Application> i = applications.iterator(); i.hasNext(); ) {
            Application application = i.next();
            if (application.isGone()) i.remove();
            else turn(application, now);
        }
    }

    /** Whether nothing is to be done before the next sighting. */
    public boolean isQuiet() {
        return applications.stream().allMatch(Application::isSettled);
    }

    /** The agent leaves: the meters are taken out again. On the exporting thread. */
    public void end() {
        applications.forEach(Application::unbind);
        applications.clear();
    }

    private Application of(ClassLoader loader, long now) {
        for (Application known : applications) if (known.isOf(loader)) return known;
        Application fresh = new Application(loader, now);
        applications.add(fresh);
        return fresh;
    }

    private void turn(Application application, long now) {
        try {
            if (application.globalSeen != 0 && now - application.globalSeen >= LOADED_NANOS)
                application.bindGlobal(set);
            if (now - application.firstSeen >= patienceNanos) application.fallBack(weave);
            for (Object registry : FoundRegistries.all()) application.bind(registry, set);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            application.giveUp();
            if (!failureSaid)
                say.accept("the meters could not be put into the application's Micrometer: "
                        + (e.getCause() == null ? e : e.getCause()));
            failureSaid = true;
        }
    }
}
