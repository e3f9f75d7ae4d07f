package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.AddressRedactor;
import io.tcpclose.export.ReportFiles;
import io.tcpclose.export.TextReportWriter;
import java.io.IOException;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the report: at exit, and between where {@code report.interval} asks for it. */
final class Reporter {
    private final Options options;
    private final Supplier<Report> reports;
    private final Supplier<Report.Jvm> jvm;
    /** One for all reports: it knows which of those with the time in their name are its own. */
    private final @Nullable ReportFiles files;

    private final long intervalNanos;
    private long lastSnapshot = System.nanoTime();
    private volatile boolean failureSaid;
    /** What begins to write now could be cut off half-way by the end of the JVM, and leave a temporary file. */
    private volatile boolean ended;

    /** @param jvm for the name of the file */
    Reporter(Options options, Supplier<Report> reports, Supplier<Report.Jvm> jvm) {
        this.options = options;
        this.reports = reports;
        this.jvm = jvm;
        this.files = isPath(options.report())
                ? new ReportFiles(options.report(), options.reportKeep(), ZoneId.systemDefault())
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
        write(files, false);
    }

    /** Says before the application runs what speaks against the path already. */
    void firstLook() {
        if (files != null) tell(files.whyNot(jvm.get()));
    }

    /** Tries the path, and says what is wrong with it: at exit it is too late to choose another. */
    synchronized void applicationRuns() {
        if (files == null || ended || failureSaid || !FreeDescriptor.isThere()) return;
        tell(files.tryOut(jvm.get()));
    }

    private void tell(@Nullable String reason) {
        if (reason == null) return;
        failureSaid = true;
        Say.line("report=" + options.report() + " cannot be written, the exit report goes to stderr: " + reason);
    }

    /** To stderr where the file does not take it. */
    void exit() {
        ended = true;
        if (files != null ? !write(files, true) : options.report().equals("stderr")) print();
    }

    private void print() {
        try {
            TextReportWriter.forConsole(ZoneId.systemDefault()).write(report(), Say.stderr());
        } catch (IOException e) {
            Say.line("the exit report could not be printed: " + e.getMessage());
        }
    }

    /** By the agent's thread, and at exit by the thread of the hook. */
    private synchronized boolean write(ReportFiles files, boolean atExit) {
        if (ended && !atExit) return false;
        try {
            files.write(report());
            return true;
        } catch (IOException | RuntimeException e) {
            if (atExit || !failureSaid)
                Say.line(e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString());
            failureSaid = true;
            return false;
        }
    }
}
