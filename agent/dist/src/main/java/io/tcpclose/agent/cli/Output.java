package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.export.OwnerOnlyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a report goes: a file, or what stdout is. */
record Output(@Nullable Path file, PrintWriter stdout) {
    void write(OwnerOnlyFile.Content content) throws IOException {
        Path to = file;
        if (to == null) {
            // A report may be looked at by root and come from anybody's JVM.
            try (HarmlessOutput out = new HarmlessOutput(stdout)) {
                content.write(out);
            }
            return;
        }
        try {
            OwnerOnlyFile.write(to, content);
        } catch (IOException e) {
            throw new Refusal(
                    "cannot write " + to + ": " + OwnerOnlyFile.reason(e, to.toString())
                            + ". Name a file in a directory of yours with --output",
                    e);
        }
    }
}
