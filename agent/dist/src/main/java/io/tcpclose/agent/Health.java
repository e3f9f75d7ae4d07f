package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Hook;
import io.tcpclose.bootstrap.HookErrors;
import io.tcpclose.bootstrap.PrivateLinks;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.OpenSockets;
import io.tcpclose.core.report.Loss;
import io.tcpclose.core.report.Report;
import io.tcpclose.instrument.Instrumenter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the agent knows of itself: hook points, capabilities, and every loss of detail by name. */
final class Health {
    /** Said at start and in the report. */
    static final String PLAIN = "java.net.Socket is not traced: jdk.net.usePlainSocketImpl is set";

    private static final String OLDER =
            " of the open connections are older than the agent: who opened them and when, and what"
                    + " happened to them before, is not known.";

    private static final int LAST_WITH_PLAIN = 17;

    private final Instrumenter instrumenter;
    private final Engine engine;
    private final KernelStart kernel;
    private volatile List<String> silentHooks = List.of();
    private volatile Report.@Nullable Pass lastPass;

    Health(Instrumenter instrumenter, Engine engine, KernelStart kernel) {
        this.instrumenter = instrumenter;
        this.engine = engine;
        this.kernel = kernel;
    }

    Report.HookPoints hookPoints() {
        List<String> missing = new ArrayList<>(instrumenter.missing());
        missing.addAll(silentHooks);
        missing.addAll(PrivateLinks.missing());
        return new Report.HookPoints(instrumenter.matched(), instrumenter.expected(), missing);
    }

    /** Hook points that are in place and did not fire in the self-test. */
    void silent(List<String> hookPoints) {
        silentHooks = hookPoints;
    }

    /** A pass of the agent's thread has ended just now. */
    void passed(long nanos) {
        lastPass = new Report.Pass(Instant.now(), TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /** Null before the first. */
    Report.@Nullable Pass lastPass() {
        return lastPass;
    }

    Map<String, Boolean> capabilities() {
        Map<String, Boolean> capabilities = new LinkedHashMap<>();
        kernel.missing().forEach((name, missing) -> capabilities.put(name, missing == null));
        return capabilities;
    }

    long hookErrors() {
        return HookErrors.total();
    }

    /** @param jar where the agent's jar is, which is the command line too */
    String startLine(String version, Options options, String jar) {
        String line = version + ": tracing TCP sockets of pid " + JvmFacts.pid() + " (" + instrumenter.matched() + "/"
                + instrumenter.expected() + " hook points; kernel evidence: " + kernelEvidence() + "). ";
        List<String> missing = hookPoints().missing();
        String absent = missing.isEmpty() ? "" : "Missing: " + String.join(", ", missing) + ". ";
        String ask = options.control() == null ? "" : " Ask any time: java -jar " + jar + " report " + JvmFacts.pid();
        return line + absent + destinations(options.log(), options.report()) + ask;
    }

    /** {@code fin-watcher tcp-info}, then what is off and why: {@code , off (proc-net: /proc/self/net/tcp)}. */
    private String kernelEvidence() {
        StringBuilder on = new StringBuilder();
        StringBuilder off = new StringBuilder();
        kernel.missing().forEach((name, missing) -> {
            if (missing == null) on.append(on.length() == 0 ? "" : " ").append(name);
            else
                off.append(off.length() == 0 ? "" : ", ")
                        .append(name)
                        .append(": ")
                        .append(missing);
        });
        if (off.length() == 0) return on.toString();
        return (on.length() == 0 ? "" : on + ", ") + "off (" + off + ")";
    }

    private static String destinations(String log, String report) {
        return log.equals(report)
                ? "Log and exit report: " + log + "."
                : "Log: " + log + "; exit report: " + report + ".";
    }

    /** One sentence for each kind of loss; empty when nothing was lost. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Loss loss : Loss.all(engine)) if (loss.count() > 0) notes.add(loss.count() + " " + loss.what() + ".");
        for (int hook = 0; hook < Hook.COUNT; hook++) {
            if (HookErrors.isOff(hook))
                notes.add("The hook '" + Hook.name(hook) + "' has switched itself off after errors.");
        }
        if (plainSocketImpl()) notes.add(PLAIN);
        long older = OpenSockets.connections().stream()
                .filter(c -> c.has(Connection.ADOPTED))
                .count();
        if (older > 0) notes.add(older + OLDER);
        String error = HookErrors.first();
        if (error != null) notes.add("The first error inside a hook was a " + error + ".");
        if (!ExitHook.hasSlot())
            notes.add("No slot after the application's shutdown hooks: the exit report waited for them.");
        return notes;
    }

    /** The implementation of before JDK 13; 18 removed it. As {@code SocketImpl.usePlainSocketImpl} reads its property. */
    static boolean plainSocketImpl() {
        String property = System.getProperty("jdk.net.usePlainSocketImpl");
        return property != null
                && !property.equalsIgnoreCase("false")
                && Runtime.version().feature() <= LAST_WITH_PLAIN;
    }
}
