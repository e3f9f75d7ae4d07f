package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A report that can be written when no descriptor is free any more: its file is open already, under a temporary name in the
 * folder where it shall be, and only gets its name when it is whole. Names and forms are those of {@link ReportFiles}.
 *
 * <p>For one thread.
 */
public final class ReservedReport implements Closeable {
    /** Both reports of a JVM have room where their name holds no time: the older becomes {@code name.1}. */
    private static final int KEEP = 2;

    private final FileName name;
    private final ReportWriter writer;
    private final Path temporary;
    private final FileOutputStream out;

    private ReservedReport(String pattern, Report.Jvm jvm, ZoneId zone) throws IOException {
        this.name = new FileName(pattern, zone);
        this.writer = ReportFiles.writerFor(pattern, zone);
        this.temporary = OwnerOnlyFile.temporary(Path.of(name.of(jvm, Instant.now())));
        this.out = new FileOutputStream(temporary.toFile());
    }

    /**
     * Takes the descriptor.
     *
     * @param pattern as for {@link ReportFiles}
     * @param jvm for the name
     * @throws IOException naming the path and the reason, for a person
     */
    public static ReservedReport open(String pattern, Report.Jvm jvm, ZoneId zone) throws IOException {
        try {
            return new ReservedReport(pattern, jvm, zone);
        } catch (IOException | InvalidPathException e) {
            throw failure(pattern, e);
        }
    }

    /** Loads all that writing needs: at that time no file can be opened, a class's or a time zone's neither. */
    public void rehearse(Report report) throws IOException {
        writer.write(report, OutputStream.nullOutputStream());
        name.of(report);
    }

    /**
     * Writes it and gives the descriptor back.
     *
     * @return where it is
     * @throws IOException naming the path and the reason, for a person
     */
    public Path write(Report report) throws IOException {
        String path = name.of(report);
        try (this) {
            OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
            writer.write(report, buffered);
            buffered.flush();
            Path target = Path.of(path).toAbsolutePath();
            new Snapshots.Numbered(KEEP).makeRoom(target);
            OwnerOnlyFile.move(temporary, target);
            return target;
        } catch (IOException | InvalidPathException e) {
            throw failure(path, e);
        }
    }

    private static IOException failure(String path, Exception e) {
        return new IOException("cannot write the report to " + Text.clean(path) + ": " + OwnerOnlyFile.reason(e), e);
    }

    /** Leaves no file behind that was not written. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(temporary);
    }
}
