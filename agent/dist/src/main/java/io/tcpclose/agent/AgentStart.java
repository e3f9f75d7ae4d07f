package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.agent.options.RuleDefault;
import io.tcpclose.agent.options.TextFile;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.ledger.OwnErrors;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.instrument.Instrumenter;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What premain and agentmain hand over to. Runs once, on the JVM's main or attach thread. */
public final class AgentStart {
    private static final long LINES_MILLIS = 200;

    private AgentStart() {}

    /**
     * Starts the agent; when this returns the hooks are in.
     *
     * @param attached a late attach: connections without history are taken in as they are met
     * @param jarPath where the agent's jar is, whatever it was renamed to
     * @return whether it runs; false where the options do not let it
     * @throws Exception where it could not start; nothing of it is left then but the boot classes, so that it can be
     *     tried again
     */
    @SuppressWarnings("removal")
    public static boolean start(
            @Nullable String arguments,
            Instrumentation instrumentation,
            boolean attached,
            String jarPath,
            String version)
            throws Exception {
        Loaded loaded = new Loaded(instrumentation, attached, jarPath, version);
        try {
            // Threads inherit the permissions of a stack, and a SecurityManager that is set later may refuse who calls
            // us.
            return AccessController.doPrivileged((PrivilegedExceptionAction<Boolean>) () -> start(arguments, loaded));
        } catch (PrivilegedActionException e) {
            throw e.getException();
        } finally {
            // In the usual case what is said of the start comes before what the application says.
            Say.flush(LINES_MILLIS);
        }
    }

    private static boolean start(@Nullable String arguments, Loaded loaded) throws Exception {
        Options options = Options.parse(arguments, systemProperties(), System.getenv(), TextFile::read, ruleDefaults());
        options.problems().forEach(Say::line);
        if (!options.enabled()) return false;
        if (loaded.attached() && !options.attachAllowed()) {
            Say.line("attach=off: a late attach is refused");
            return false;
        }
        BootClasses boot = new BootClasses(loaded.jar());
        JdkModules.openTo(loaded.instrumentation(), AgentStart.class.getModule());
        JdkModules.openLauncher(loaded.instrumentation(), AgentStart.class.getModule());
        boolean defined = BootClasses.areDefined() || boot.define(loaded.instrumentation());
        run(options, boot, loaded);
        if (!defined) Say.line("boot classes were appended to the boot class path: class data sharing is off");
        return true;
    }

    /** Apart from {@link #start}, so that no class of the boot package is resolved before it is defined. */
    private static void run(Options options, BootClasses boot, Loaded loaded) throws Exception {
        Module bootModule =
                Class.forName("io.tcpclose.bootstrap.Tracing", false, null).getModule();
        JdkModules.openTo(loaded.instrumentation(), bootModule);
        Departure departure = new Departure(new OwnThreads(new OwnErrors()));
        try {
            run(options, boot, loaded, departure);
        } catch (Throwable e) {
            departure.rollBack();
            throw e;
        }
    }

    private static void run(Options options, BootClasses boot, Loaded loaded, Departure departure) throws Exception {
        departure.undoneBy("version", Tracing::stop);
        Tracing.version(loaded.version());
        EventInbox.preload();
        Instrumenter instrumenter = new Instrumenter(loaded.instrumentation());
        Agent agent = new Agent(options, loaded, instrumenter, departure);
        departure.undoneBy("hooks", instrumenter::uninstall);
        instrumenter.install();
        boot.initialise();
        agent.start();
    }

    static List<RuleDefault> ruleDefaults() {
        List<RuleDefault> defaults = new ArrayList<>();
        for (Rule rule : RuleCatalog.all()) {
            defaults.add(new RuleDefault(rule.id(), rule.severity().label(), rule.after()));
        }
        return defaults;
    }

    private static Map<String, String> systemProperties() {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("tcpclose.") && !name.startsWith("tcpclose.test."))
                properties.put(name, System.getProperty(name, ""));
        }
        return properties;
    }
}
