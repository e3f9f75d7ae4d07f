package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.process.JvmProcess;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Takes the agent out. */
@Command(
        name = "detach",
        description = "Takes the agent out of a running JVM: its hooks are off, its threads and ports are gone.",
        footer = {"", "Example: java -jar tcpclose-agent.jar detach 4711"})
final class DetachCommand extends JvmCommand {
    @Override
    public Integer call() throws IOException {
        JvmProcess process = process();
        agentOf(process).detach();
        out().println("pid " + process.pid() + ": detached");
        return 0;
    }
}
