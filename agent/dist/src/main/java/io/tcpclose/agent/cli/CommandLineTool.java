package io.tcpclose.agent.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code java -jar tcpclose-agent.jar}: version and usage. */
@Command(
        name = "tcpclose",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLineTool.Version.class,
        description = {
            "Traces the TCP sockets of a JVM: java -javaagent:tcpclose-agent.jar[=key=value,...] -jar app.jar",
            "At exit it reports half-closed, leaked and misused connections with the code to blame."
        })
public final class CommandLineTool implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    /** From the package's manifest entry, which the hidden class files do not carry: read from the jar's. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tcpclose " + BuildVersion.read()};
        }
    }

    @Override
    public void run() {
        if (spec != null) spec.commandLine().usage(System.out);
    }

    public static void main(String[] arguments) {
        int code = new CommandLine(new CommandLineTool()).execute(arguments);
        System.exit(code);
    }
}
