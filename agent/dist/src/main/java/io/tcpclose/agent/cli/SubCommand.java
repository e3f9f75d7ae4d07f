package io.tcpclose.agent.cli;

import io.tcpclose.export.Text;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the commands have in common. */
@Command(mixinStandardHelpOptions = true, versionProvider = CommandLineTool.Version.class, sortOptions = false)
abstract class SubCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable CommandLineTool tool;

    @Spec
    private @Nullable CommandSpec spec;

    Surroundings surroundings() {
        return Objects.requireNonNull(tool).surroundings();
    }

    PrintWriter out() {
        return spec().commandLine().getOut();
    }

    /** A remark that is no result. */
    void remark(String text) {
        spec().commandLine().getErr().println("tcpclose: " + Text.clean(text));
    }

    CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
