package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.control.ControlClient;
import io.tcpclose.agent.cli.control.ControlSocket;
import io.tcpclose.agent.cli.process.JvmCheck;
import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.Refusal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command on one running JVM. */
abstract class JvmCommand extends SubCommand {
    @Parameters(
            index = "0",
            paramLabel = "PID",
            converter = ProcessNumber.class,
            description = "Process number of the JVM.")
    private long pid;

    @Option(
            names = "--control",
            paramLabel = "PATH",
            description = "Its control socket, where the option control= of the agent names another one.")
    private @Nullable Path control;

    JvmProcess process() {
        return JvmCheck.reachable(surroundings().machine(), pid);
    }

    /** Null where there is no agent. */
    @Nullable
    ControlClient client(JvmProcess process) {
        ControlClient client =
                control == null ? ControlSocket.find(process, this::remark) : ControlSocket.at(process, control);
        if (client != null) remarkOtherVersion(process, client.version());
        return client;
    }

    ControlClient agentOf(JvmProcess process) {
        ControlClient client = client(process);
        if (client != null) return client;
        throw new Refusal("pid " + process.pid() + " has no agent that answers"
                + (control == null ? "" : " at " + control)
                + ": load it with attach " + process.pid()
                + (control == null ? ", or name the socket with --control where control= was set" : ""));
    }

    /** Loads the agent, and returns when it has begun. */
    void load(JvmProcess process, String options) {
        if (!surroundings().attachment().isByJdk()) {
            remark("this Java has no module jdk.attach: HotSpot's attach protocol is spoken without it");
        }
        surroundings().attachment().load(process, surroundings().jar(), options);
    }

    private void remarkOtherVersion(JvmProcess process, String version) {
        if (version.equals(surroundings().version())) return;
        remark("pid " + process.pid() + " has agent " + version + ", this is "
                + surroundings().version() + ": what both know is shown; for all of it use the jar of that version");
    }
}
