package io.tcpclose.agent;

import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;

/**
 * Whether the application's main class runs. Before it does, whatever brings up logging, a file system or a provider brings it up
 * in the application's place.
 */
final class MainClass {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Set by those who bring a log manager of their own; it may be in a class loader that is yet to come. */
    private static final String LOG_MANAGER = "java.util.logging.manager";

    private final long since;
    private long mainSeen;

    MainClass(long now) {
        this.since = now;
    }

    /** A second after the main class was loaded, or ten after us where nobody can tell or a log manager is announced. */
    boolean runs(long now) {
        if (now - since >= LONGEST_NANOS) return true;
        if (mainSeen == 0 && isLoaded()) mainSeen = now;
        return mainSeen != 0 && now - mainSeen >= SETTLED_NANOS && System.getProperty(LOG_MANAGER) == null;
    }

    /** {@code sun.launcher.LauncherHelper} of java.base, which a JVM that another program embeds has never used. */
    private static boolean isLoaded() {
        try {
            Method asked =
                    Class.forName("sun.launcher.LauncherHelper", false, null).getMethod("getApplicationClass");
            return asked.invoke(null) != null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError elsewhere) {
            return false;
        }
    }
}
