package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import io.tcpclose.export.page.HtmlReportWriter;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes reports to a path, the form chosen by its ending: {@code .json}, {@code .html}, else text. A reader sees the old report or
 * the new one, never half of one; only the owner may read it. Writers of one instance must not run at the same time.
 */
public final class ReportFiles {

    private final FileName name;
    private final Snapshots snapshots;
    private final ReportWriter writer;

    /**
     * @param pattern the path; {@code %p} is the pid, {@code %h} the host, {@code %t} the time as
     *     {@code yyyyMMdd-HHmmss}, {@code %%} a percent sign
     * @param keep how many reports to keep, the newest included: {@code report.json}, {@code report.json.1}, …; with
     *     {@code %t} in the name the last ones that this instance wrote. At least 1
     * @param zone of the times in the name and in a text report
     */
    public ReportFiles(String pattern, int keep, ZoneId zone) {
        this.name = new FileName(pattern, zone);
        this.snapshots = name.hasTime() ? new Snapshots.Timed(keep) : new Snapshots.Numbered(keep);
        this.writer = writerFor(pattern, zone);
    }

    static ReportWriter writerFor(String pattern, ZoneId zone) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".json")) return new JsonReportWriter();
        return lower.endsWith(".html") ? new HtmlReportWriter() : TextReportWriter.forFile(zone);
    }

    /**
     * Why it will not work, as far as that can be told before the application runs; null where nothing speaks against
     * it.
     *
     * @param jvm for the name
     */
    public @Nullable String whyNot(Report.Jvm jvm) {
        return whyNot(name, jvm);
    }

    static @Nullable String whyNot(FileName name, Report.Jvm jvm) {
        // The time needs the zone's rules, which are read from a file. It is seldom in a folder's name.
        return FirstLook.whyNotReplaced(name.of(jvm, null));
    }

    /**
     * Tries all but the report itself, once the application runs, and takes away what a killed JVM has left there.
     *
     * @return why {@link #write} would fail; null where it would not
     */
    public @Nullable String tryOut(Report.Jvm jvm) {
        String path = name.of(jvm, Instant.now());
        try {
            tryOut(Place.of(Path.of(path)), snapshots);
            return null;
        } catch (IOException | RuntimeException e) {
            return OwnerOnlyFile.reason(e, path);
        }
    }

    private static void tryOut(Place place, Snapshots older) throws IOException {
        if (place.stream() != null) return;
        try (Folder folder = Folder.of(place)) {
            older.check(folder, place.name());
            Temporary.in(folder).close();
            Leftovers.tidy(folder, System.currentTimeMillis());
        }
    }

    /**
     * Writes the report as the newest one.
     *
     * @return where it is
     * @throws IOException naming the path and the reason, for a person; what was there before is still there.
     *     Directories are not created
     */
    public Path write(Report report) throws IOException {
        String path = name.of(report);
        try {
            Path target = Path.of(path);
            OwnerOnlyFile.write(Place.of(target), snapshots, out -> writer.write(report, out));
            snapshots.dropOldest(target);
            return target;
        } catch (IOException | InvalidPathException e) {
            throw failure(path, e);
        }
    }

    static IOException failure(String path, Exception e) {
        return new IOException(
                "cannot write the report to " + Text.clean(path) + ": " + OwnerOnlyFile.reason(e, path), e);
    }
}
