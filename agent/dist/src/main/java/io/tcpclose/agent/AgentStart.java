package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.agent.options.RuleDefault;
import io.tcpclose.agent.options.TextFile;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.rule.Rule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.instrument.Instrumenter;
import java.lang.instrument.Instrumentation;
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
     */
    public static void start(
            @Nullable String arguments,
            Instrumentation instrumentation,
            boolean attached,
            String jarPath,
            String version)
            throws Exception {
        try {
            begin(arguments, instrumentation, attached, jarPath, version);
        } finally {
            // In the usual case what is said of the start comes before what the application says.
            Say.flush(LINES_MILLIS);
        }
    }

    private static void begin(
            @Nullable String arguments,
            Instrumentation instrumentation,
            boolean attached,
            String jarPath,
            String version)
            throws Exception {
        Options options = Options.parse(arguments, systemProperties(), System.getenv(), TextFile::read, ruleDefaults());
        options.problems().forEach(Say::line);
        if (!options.enabled()) return;
        if (attached && !options.attachAllowed()) {
            Say.line("attach=off: a late attach is refused");
            return;
        }
        BootClasses boot = new BootClasses(jarPath);
        JdkModules.openTo(instrumentation, AgentStart.class.getModule());
        JdkModules.openLauncher(instrumentation, AgentStart.class.getModule());
        boolean defined = BootClasses.areDefined() || boot.define(instrumentation);
        run(options, instrumentation, boot, attached, version, jarPath);
        if (!defined) Say.line("boot classes were appended to the boot class path: class data sharing is off");
    }

    /** Apart from {@link #start}, so that no class of the boot package is resolved before it is defined. */
    private static void run(
            Options options,
            Instrumentation instrumentation,
            BootClasses boot,
            boolean attached,
            String version,
            String jarPath)
            throws Exception {
        Module bootModule =
                Class.forName("io.tcpclose.bootstrap.Tracing", false, null).getModule();
        JdkModules.openTo(instrumentation, bootModule);
        Tracing.version(version);
        EventInbox.preload();
        Instrumenter instrumenter = new Instrumenter(instrumentation);
        Agent agent = new Agent(options, instrumentation, instrumenter, version, attached);
        instrumenter.install();
        boot.initialise();
        agent.start(instrumentation, jarPath);
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
