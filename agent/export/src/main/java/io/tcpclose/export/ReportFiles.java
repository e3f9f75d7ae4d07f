package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import io.tcpclose.export.page.HtmlReportWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

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
        this.writer = writer(pattern.toLowerCase(Locale.ROOT), zone);
    }

    private static ReportWriter writer(String pattern, ZoneId zone) {
        if (pattern.endsWith(".json")) return new JsonReportWriter();
        return pattern.endsWith(".html") ? new HtmlReportWriter() : TextReportWriter.forFile(zone);
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
            throw new IOException("cannot write the report to " + Text.clean(path) + ": " + reason(e), e);
        }
    }

    private Path write(Report report, Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "is a directory");
        }
        if (isStream(path)) {
            append(path, report);
        } else {
            replace(Files.isSymbolicLink(path) ? path.toRealPath() : path, report);
        }
        return path;
    }

    /**
     * Replacing /dev/null would break the machine, and what /dev/stderr leads to may be the application's log: these
     * are written to and stay what they are.
     */
    private static boolean isStream(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        boolean linkOfSystem =
                Files.isSymbolicLink(path) && (absolute.startsWith("/dev") || absolute.startsWith("/proc"));
        return Files.exists(path) && (linkOfSystem || !Files.isRegularFile(path));
    }

    private void append(Path path, Report report) throws IOException {
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.APPEND)) {
            writer.write(report, out);
        }
    }

    private void replace(Path path, Report report) throws IOException {
        Path temporary = temporary(path.toAbsolutePath());
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                writer.write(report, out);
            }
            snapshots.makeRoom(path);
            move(temporary, path);
            snapshots.dropOldest(path);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path temporary(Path path) throws IOException {
        Path directory = Objects.requireNonNull(path.getParent(), "a file has a directory");
        if (!Files.isDirectory(directory)) {
            throw new FileSystemException(path.toString(), null, "no directory " + directory);
        }
        return Files.createTempFile(directory, ".tcpclose-", ".tmp", ownerOnly(directory));
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> owner = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)};
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        String reason = e instanceof FileSystemException fileSystem ? fileSystem.getReason() : e.getMessage();
        return Text.clean(reason == null ? e.toString() : reason);
    }
}
