package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.core.kernel.LocalZone;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.AddressRedactor;
import io.tcpclose.export.ReportFiles;
import io.tcpclose.export.TextReportWriter;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the report: at exit, and between where {@code report.interval} asks for it. */
final class Reporter {
    private final Options options;
    private final Supplier<Report> reports;
    /** One for all reports: it knows which of those with the time in their name are its own. */
    private final @Nullable ReportFiles files;

    private final long intervalNanos;
    private long lastSnapshot = System.nanoTime();
    private boolean failureSaid;

    Reporter(Options options, Supplier<Report> reports) {
        this.options = options;
        this.reports = reports;
        this.files = isPath(options.report())
                ? new ReportFiles(options.report(), options.reportKeep(), LocalZone.get())
                : null;
        this.intervalNanos = options.reportInterval().toNanos();
    }

    /** Of this moment, with what is to be hidden hidden. Any thread. */
    Report report() {
        Report report = reports.get();
        return options.redactAddresses() ? new AddressRedactor().redact(report) : report;
    }

    private static boolean isPath(String destination) {
        return !destination.equals("stderr") && !destination.equals("none");
    }

    /** Called by the agent's thread after each pass. */
    void tick(long now) {
        if (intervalNanos == 0 || files == null || now - lastSnapshot < intervalNanos) return;
        lastSnapshot = now;
        write(files);
    }

    void exit() {
        if (files != null) write(files);
        else if (options.report().equals("stderr")) print();
    }

    private void print() {
        try {
            TextReportWriter.forConsole(LocalZone.get()).write(report(), Say.stderr());
        } catch (IOException e) {
            Say.line("the exit report could not be printed: " + e.getMessage());
        }
    }

    /** By the agent's thread, and at exit by the thread of the hook. */
    private synchronized void write(ReportFiles files) {
        try {
            files.write(report());
        } catch (IOException e) {
            if (!failureSaid) Say.line(String.valueOf(e.getMessage()));
            failureSaid = true;
        }
    }
}
