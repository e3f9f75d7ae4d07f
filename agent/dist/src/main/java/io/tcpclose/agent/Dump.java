package io.tcpclose.agent;

import io.tcpclose.agent.options.Options;
import io.tcpclose.bootstrap.OutOfDescriptors;
import io.tcpclose.core.kernel.DescriptorUse;
import io.tcpclose.core.kernel.FreeDescriptors;
import io.tcpclose.core.kernel.LocalZone;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.ReservedReport;
import io.tcpclose.export.TextReportWriter;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Options {@code dump.fds} and {@code dump.path}: a report when descriptors are about to run out, and one when they have. By
 * then no file can be opened, so the file of the next report is open from the start.
 *
 * <p>For a thread that may wait for a file, once the application runs; {@link #end} at exit.
 */
final class Dump {
    private static final int CONSOLE_LINES = 60;

    private final int share;
    private final @Nullable String path;
    private final Supplier<Report> reports;
    private final DescriptorUse use = new DescriptorUse("/proc/self");

    private @Nullable ReservedReport reserved;
    private long limit = -1;
    private boolean prepared;
    private boolean earlySaid;
    private boolean passed;
    private volatile boolean ranOut;
    private volatile boolean ended;

    /** @param reports as they may be shown, addresses replaced where that is wanted */
    Dump(Options options, Supplier<Report> reports) {
        this.share = options.dumpShare();
        this.path = options.dumpPath();
        this.reports = reports;
    }

    /** Says what speaks against {@code dump.path} already. @param jvm for its name */
    void firstLook(Supplier<Report.Jvm> jvm) {
        String reason = path == null ? null : ReservedReport.whyNot(path, jvm.get());
        if (reason != null) Say.line("dump.path=" + path + " cannot be written, reports go to stderr: " + reason);
    }

    boolean isWanted() {
        return (share > 0 || path != null) && !ended && !ranOut;
    }

    /** After each probe. */
    synchronized void tick() {
        if (!isWanted() || !prepare()) return;
        if (share > 0 && !passed) compare();
        lookForFailure();
    }

    /** Also between probes: the application is in trouble now. */
    synchronized void lookForFailure() {
        if (!isWanted() || !OutOfDescriptors.seen() || !prepare()) return;
        ranOut = true;
        write(
                "a socket could not be opened, Too many open files"
                        + (limit < 0 ? "" : " (the limit is " + limit + ")"),
                OutOfDescriptors.connections());
    }

    private void compare() {
        readLimit();
        long open = use.open();
        if (limit <= 0 || open * 100 < share * limit) return;
        passed = true;
        write(open + " of " + limit + " descriptors are open (dump.fds=" + share + "%)", -1);
    }

    /** It cannot be asked for when it is reached. */
    private void readLimit() {
        long now = use.limit();
        if (now > 0) limit = now;
    }

    /**
     * Goes through a report once while there still are descriptors. A class of the JDK that failed to initialise for want of one
     * would stay unusable, for the application too.
     *
     * @return whether a report can be written at any time from now on
     */
    private boolean prepare() {
        if (prepared) return true;
        if (!FreeDescriptors.areThere()) {
            if (!earlySaid)
                Say.line("Too many open files before one could be kept for a report: it comes when one is free");
            earlySaid = true;
            return false;
        }
        readLimit();
        Report report = reports.get();
        lines(report);
        reserve(report);
        prepared = true;
        return true;
    }

    private void reserve(Report rehearsed) {
        if (path == null) return;
        try {
            reserved = ReservedReport.open(path, rehearsed.jvm(), LocalZone.get());
            reserved.rehearse(rehearsed);
        } catch (IOException | RuntimeException e) {
            Say.line("dump.path=" + path + " is off, reports go to stderr: " + e.getMessage());
        }
    }

    /** @param connections that were open when it happened; negative where it happens now */
    private void write(String why, long connections) {
        Report report = reports.get();
        long open = connections < 0 ? report.summary().open() : connections;
        String what = why + ", " + open + " of them TCP connections";
        ReservedReport file = reserved;
        reserved = null;
        if (file == null) print(what, report);
        else write(what, report, file);
        if (!ranOut) reserve(report);
    }

    private static void write(String why, Report report, ReservedReport file) {
        try {
            Say.line(why + ": the report is in " + file.write(report));
        } catch (IOException e) {
            Say.line(why + ": " + e.getMessage());
        }
    }

    private static void print(String why, Report report) {
        Say.line(why + ": the report follows");
        Say.raw(String.join("\n", lines(report)));
    }

    private static List<String> lines(Report report) {
        return new TextReportWriter(LocalZone.get(), CONSOLE_LINES, false).lines(report);
    }

    /** Takes the empty file away. */
    synchronized void end() {
        ended = true;
        try {
            if (reserved != null) reserved.close();
        } catch (IOException e) {
            // It stays, empty.
        }
    }
}
