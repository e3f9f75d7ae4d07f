package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.bootstrap.Hook;
import io.tcpclose.bootstrap.HookErrors;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.StackBudget;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.report.Report;
import io.tcpclose.instrument.Instrumenter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the agent knows of itself: hook points, capabilities, and every loss of detail by name. */
final class Health {
    /** Said at start and in the report. */
    static final String PLAIN = "java.net.Socket is not traced: jdk.net.usePlainSocketImpl is set";

    private static final int LAST_WITH_PLAIN = 17;

    private final Instrumenter instrumenter;
    private final Engine engine;
    private volatile List<String> silentHooks = List.of();

    Health(Instrumenter instrumenter, Engine engine) {
        this.instrumenter = instrumenter;
        this.engine = engine;
    }

    Report.HookPoints hookPoints() {
        List<String> missing = new ArrayList<>(instrumenter.missing());
        missing.addAll(silentHooks);
        return new Report.HookPoints(instrumenter.matched(), instrumenter.expected(), missing);
    }

    /** Hook points that are in place and did not fire in the self-test. */
    void silent(List<String> hookPoints) {
        silentHooks = hookPoints;
    }

    Map<String, Boolean> capabilities() {
        Map<String, Boolean> capabilities = new LinkedHashMap<>();
        capabilities.put("close-probe", KernelCalls.missing().isEmpty());
        return capabilities;
    }

    long hookErrors() {
        return HookErrors.total();
    }

    String startLine(String version, Options options) {
        String missing = KernelCalls.missing();
        String kernel = missing.isEmpty() ? "close-probe" : "off (close-probe: " + missing + ")";
        String line = version + ": tracing TCP sockets of pid " + JvmFacts.pid() + " (" + instrumenter.matched() + "/"
                + instrumenter.expected() + " hook points; kernel evidence: " + kernel + "). ";
        String absent =
                instrumenter.missing().isEmpty() ? "" : "Missing: " + String.join(", ", instrumenter.missing()) + ". ";
        return line + absent + destinations(options.log(), options.report());
    }

    private static String destinations(String log, String report) {
        return log.equals(report)
                ? "Log and exit report: " + log + "."
                : "Log: " + log + "; exit report: " + report + ".";
    }

    /** One sentence for each kind of loss; empty when nothing was lost. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        note(
                notes,
                Tracing.untracked(),
                "connections were not followed: more than max-connections, or a number beyond the table");
        note(notes, engine.inbox().dropped(), "events were dropped: more than the agent's thread could take");
        note(notes, engine.ledger().dropped(), "occurrences found no room among the findings");
        note(notes, engine.ledger().sites().dropped(), "stacks found no room among the call sites");
        note(notes, StackBudget.refused(), "stacks were sampled away: too many in one probe interval");
        for (int hook = 0; hook < Hook.COUNT; hook++) {
            if (HookErrors.isOff(hook))
                notes.add("The hook '" + Hook.name(hook) + "' has switched itself off after errors.");
        }
        if (plainSocketImpl()) notes.add(PLAIN);
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

    private static void note(List<String> notes, long count, String what) {
        if (count > 0) notes.add(count + " " + what + ".");
    }
}
