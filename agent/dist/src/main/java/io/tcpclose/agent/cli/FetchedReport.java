package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.control.ControlClient;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.JsonReportReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report of a running JVM, kept in a file while it is looked at: it may be larger than the memory here. */
record FetchedReport(Path file, Report report) implements Closeable {
    static FetchedReport whole(ControlClient client) throws IOException {
        return of(client, "/api/report");
    }

    /** All but its connections. */
    static FetchedReport summary(ControlClient client) throws IOException {
        return of(client, "/api/report?limit=0");
    }

    private static FetchedReport of(ControlClient client, String target) throws IOException {
        Path file = client.spool(target);
        try {
            return new FetchedReport(file, JsonReportReader.read(file));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw new IOException("the agent's report " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
