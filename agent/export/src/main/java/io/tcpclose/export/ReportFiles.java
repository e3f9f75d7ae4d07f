package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import io.tcpclose.export.page.HtmlReportWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.Locale;

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
     * Writes the report as the newest one.
     *
     * @return where it is
     * @throws IOException naming the path and the reason, for a person; what was there before is still there.
     *     Directories are not created
     */
    public Path write(Report report) throws IOException {
        String path = name.of(report);
        try {
            return write(report, Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw new IOException("cannot write the report to " + Text.clean(path) + ": " + OwnerOnlyFile.reason(e), e);
        }
    }

    private Path write(Report report, Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "is a directory");
        }
        if (OwnerOnlyFile.isStream(path)) {
            append(path, report);
        } else {
            replace(Files.isSymbolicLink(path) ? path.toRealPath() : path, report);
        }
        return path;
    }

    private void append(Path path, Report report) throws IOException {
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.APPEND)) {
            writer.write(report, out);
        }
    }

    private void replace(Path path, Report report) throws IOException {
        Path temporary = OwnerOnlyFile.temporary(path);
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                writer.write(report, out);
            }
            snapshots.makeRoom(path);
            OwnerOnlyFile.move(temporary, path);
            snapshots.dropOldest(path);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
