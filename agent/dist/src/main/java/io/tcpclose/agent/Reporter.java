package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.core.kernel.FreeDescriptors;
import io.tcpclose.core.kernel.LocalZone;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.AddressRedactor;
import io.tcpclose.export.ReportFiles;
import io.tcpclose.export.TextReportWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the report: at exit, and between where {@code report.interval} asks for it. */
final class Reporter {
    private final Options options;
    private final Supplier<Report> reports;
    private final Supplier<Report.Jvm> jvm;
    /** One for all reports: it knows which of those with the time in their name are its own. */
    private final @Nullable ReportFiles files;

    /** One report at a time. */
    private final Errands writer = new Errands("tcpclose-report", 1, leftOut -> {});

    private final long intervalNanos;
    private long lastSnapshot = System.nanoTime();
    private volatile boolean failureSaid;
    private boolean slowSaid;
    /** What begins to write now could be cut off half-way by the end of the JVM, and leave a temporary file. */
    private volatile boolean ended;

    /** @param jvm for the name of the file */
    Reporter(Options options, Supplier<Report> reports, Supplier<Report.Jvm> jvm) {
        this.options = options;
        this.reports = reports;
        this.jvm = jvm;
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

    /** Called by the agent's thread after each pass. It does not wait for the file. */
    void tick(long now) {
        if (intervalNanos == 0 || files == null || now - lastSnapshot < intervalNanos) return;
        lastSnapshot = now;
        boolean taken = writer.add(() -> write(files, report(), false), 1);
        if (taken || slowSaid) return;
        slowSaid = true;
        Say.line("report=" + options.report()
                + " is slow: the one before is still being written, and this one is left out");
    }

    /** Says before the application runs what speaks against the path already. */
    void firstLook() {
        if (files != null) tell(files.whyNot(jvm.get()));
    }

    /**
     * Tries the path, and says what is wrong with it: at exit it is too late to choose another. Does not wait for it.
     */
    void applicationRuns() {
        if (files == null) return;
        boolean unused = writer.add(() -> tryOut(files), 1);
    }

    private void tryOut(ReportFiles files) {
        if (!ended && !failureSaid && FreeDescriptors.areThere()) tell(files.tryOut(jvm.get()));
    }

    private void tell(@Nullable String reason) {
        if (reason == null) return;
        failureSaid = true;
        Say.line("report=" + options.report() + " cannot be written, the exit report goes to stderr: " + reason);
    }

    /**
     * The last one, printed where the file does not take it. One that does not take it in time does not keep the JVM.
     *
     * @param deadline by {@link System#nanoTime()}
     */
    void exit(long deadline) {
        ended = true;
        if (options.report().equals("none")) return;
        Report last = report();
        if (files == null || !isWritten(files, last, deadline)) print(last);
    }

    private boolean isWritten(ReportFiles files, Report report, long deadline) {
        AtomicBoolean written = new AtomicBoolean();
        boolean done = writer.await(deadline)
                && writer.add(() -> written.set(write(files, report, true)), 1)
                && writer.await(deadline);
        if (done) return written.get();
        Say.line("report=" + options.report() + " does not take the exit report in time, it follows here");
        writer.interrupt();
        return false;
    }

    private static void print(Report report) {
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            TextReportWriter.forConsole(LocalZone.get()).write(report, text);
            Say.raw(text.toString(StandardCharsets.UTF_8).stripTrailing());
        } catch (IOException e) {
            Say.line("the exit report could not be printed: " + e.getMessage());
        }
    }

    /** By the writer's thread alone. */
    private boolean write(ReportFiles files, Report report, boolean atExit) {
        if (ended && !atExit) return false;
        try {
            files.write(report);
            return true;
        } catch (IOException | RuntimeException e) {
            if (atExit || !failureSaid)
                Say.line(e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString());
            failureSaid = true;
            return false;
        }
    }
}
