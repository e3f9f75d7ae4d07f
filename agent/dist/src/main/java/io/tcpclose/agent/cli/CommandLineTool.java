package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.export.Text;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code java -jar tcpclose-agent.jar <command>}. Exit codes: 0 done, 1 the JVM or the system said no, 2 the command was not
 * understood, 3 findings ({@code --fail-on}).
 */
@Command(
        name = "java -jar tcpclose-agent.jar",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLineTool.Version.class,
        subcommands = {
            ListCommand.class,
            ReportCommand.class,
            WatchCommand.class,
            AttachCommand.class,
            DetachCommand.class,
            SetCommand.class,
            DiffCommand.class,
            JoinCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Tells of the TCP sockets of a JVM which code leaks, half-closes or misuses them.",
            "A JVM is changed by attach, detach, set and report --attach only."
        },
        footer = {
            "",
            "With the JVM from its start: java -javaagent:tcpclose-agent.jar[=key=value,...] -jar app.jar",
            "Exit codes: 0 done, 1 the JVM said no (and why), 2 usage, 3 findings (--fail-on)."
        })
public final class CommandLineTool implements Runnable {
    static final int REFUSED = 1;
    static final int FINDINGS = 3;

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    CommandLineTool(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** From the resource of the build: the hidden class files do not carry the package's manifest entry. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tcpclose " + BuildVersion.read()};
        }
    }

    @Override
    public void run() {
        if (spec != null) spec.commandLine().usage(spec.commandLine().getOut());
    }

    static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new CommandLineTool(surroundings))
                .setUsageHelpLongOptionsMaxWidth(26)
                .setParameterExceptionHandler(CommandLineTool::misunderstood)
                .setExecutionExceptionHandler(CommandLineTool::failed);
    }

    private static int misunderstood(ParameterException e, String[] words) {
        CommandLine command = e.getCommandLine();
        String message =
                e.getCause() instanceof CommandLine.TypeConversionException cause ? cause.getMessage() : e.getMessage();
        command.getErr().println("tcpclose: " + Text.clean(message));
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        command.getOut().flush();
        String text = e instanceof Refusal refusal ? refusal.text() : reason(e);
        command.getErr().println("tcpclose: " + Text.clean(text));
        return REFUSED;
    }

    private static String reason(Exception e) {
        boolean plain = e instanceof IOException || e instanceof UncheckedIOException;
        return plain && e.getMessage() != null ? e.getMessage() : "failed: " + e;
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        int code = of(Surroundings.here()).setOut(out).setErr(err).execute(arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }
}
