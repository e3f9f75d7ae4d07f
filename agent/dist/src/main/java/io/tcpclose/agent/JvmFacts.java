package io.tcpclose.agent;

import io.tcpclose.agent.options.TextFile;
import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** Which JVM this is. Nothing is looked up in DNS, no system property is shown but these. */
final class JvmFacts {
    private final Instant seenFirst = Instant.now();
    private final boolean attached;

    /** @param attached when not, we are there from the JVM's start, and a process may be older: a shell that became java by exec */
    JvmFacts(boolean attached) {
        this.attached = attached;
    }

    Report.Jvm get() {
        ProcessHandle self = ProcessHandle.current();
        return new Report.Jvm(
                self.pid(),
                host(),
                mainName(),
                System.getProperty("java.version", "unknown"),
                attached ? self.info().startInstant().orElse(seenFirst) : seenFirst);
    }

    /** From /proc where there is one: ProcessHandle brings up an executor and thirty classes, which the start line would pay. */
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
            return name == null ? "unknown" : name;
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
