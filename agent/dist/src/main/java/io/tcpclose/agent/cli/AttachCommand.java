package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.control.ControlClient;
import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.Refusal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Loads the agent and leaves it there. */
@Command(
        name = "attach",
        description = {
            "Loads the agent into a running JVM, where it stays until detach or the end of the JVM.",
            "Connections that are open already are taken in as well; their history is unknown."
        },
        footer = {
            "",
            "A JVM of Java 21 or newer prints a warning about this on its stderr, see docs/command-line.md.",
            "Examples:",
            "  java -jar tcpclose-agent.jar attach 4711",
            "  java -jar tcpclose-agent.jar attach 4711 http=0 report=/var/log/orders-%%t.html"
        })
final class AttachCommand extends JvmCommand {
    @Parameters(
            index = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Options of the agent, as after -javaagent:...=")
    private Map<String, String> options = new LinkedHashMap<>();

    @Override
    public Integer call() {
        JvmProcess process = process();
        ControlClient running = client(process);
        if (running != null) {
            throw new Refusal("pid " + process.pid() + " has agent " + running.version()
                    + " already: change its options with set " + process.pid() + ", or detach it first");
        }
        load(process, argument());
        String control = options.getOrDefault("control", "auto");
        if (control.equals("off")) {
            remark("loaded into pid " + process.pid() + "; with control=off it cannot be asked whether it runs");
            return 0;
        }
        String version = Guest.await(process, path(control)).version();
        out().println("pid " + process.pid() + ": agent " + version + " is tracing. Ask: report " + process.pid());
        return 0;
    }

    private static @Nullable Path path(String control) {
        return control.equals("auto") ? null : Path.of(control);
    }

    private String argument() {
        StringBuilder argument = new StringBuilder();
        options.forEach((key, value) -> argument.append(argument.isEmpty() ? "" : ",")
                .append(key)
                .append('=')
                .append(value));
        return argument.toString();
    }
}
