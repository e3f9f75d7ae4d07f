package io.tcpclose.agent;

import io.tcpclose.agent.options.TextFile;
import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which JVM this is. Nothing is looked up in DNS, no system property is shown but these. */
final class JvmFacts {
    private static final String UNKNOWN = "unknown";

    private final Instant seenFirst = Instant.now();
    private final long pid = pid();
    /** Known since the first report; later there may be no descriptor to read it with. */
    private volatile @Nullable String host;

    private final boolean attached;

    /** @param attached when not, we are there from the JVM's start, and a process may be older: a shell that became java by exec */
    JvmFacts(boolean attached) {
        this.attached = attached;
    }

    Report.Jvm get() {
        String name = host;
        if (name == null) name = host();
        if (!name.equals(UNKNOWN)) host = name;
        return new Report.Jvm(
                pid, name, mainName(), System.getProperty("java.version", "unknown"), attached ? started() : seenFirst);
    }

    private Instant started() {
        return ProcessHandle.current().info().startInstant().orElse(seenFirst);
    }

    /**
     * From /proc where there is one: ProcessHandle brings up an executor and thirty classes, which the start line would pay, and
     * could never be used in this JVM again were it first asked while no descriptor is free.
     */
    static long pid() {
        try {
            String stat = TextFile.read("/proc/self/stat");
            return Long.parseLong(stat.substring(0, stat.indexOf(' ')));
        } catch (IOException | RuntimeException elsewhere) {
            return ProcessHandle.current().pid();
        }
    }

    static String host() {
        try {
            return TextFile.read("/proc/sys/kernel/hostname").strip();
        } catch (IOException elsewhere) {
            String name = System.getenv("HOSTNAME");
            return name == null ? UNKNOWN : name;
        }
    }

    /** The jar's file name, or the main class without its package. */
    static String mainName() {
        String command = System.getProperty("sun.java.command", "").strip();
        int space = command.indexOf(' ');
        String main = space < 0 ? command : command.substring(0, space);
        if (main.isEmpty()) return "unknown";
        boolean jar = main.toLowerCase(Locale.ROOT).endsWith(".jar");
        return main.substring(Math.max(main.lastIndexOf('/'), jar ? -1 : main.lastIndexOf('.')) + 1);
    }
}
