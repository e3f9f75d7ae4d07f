package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A report that can be written when no descriptor is free any more: its file is open already, under a temporary name in the
 * folder where it shall be, and only gets its name when it is whole. Names and forms are those of {@link ReportFiles}.
 *
 * <p>For one thread.
 */
public final class ReservedReport implements Closeable {
    /** Both reports of a JVM have room where their name holds no time: the older becomes {@code name.1}. */
    private static final Snapshots OLDER = new Snapshots.Numbered(2);

    private final FileName name;
    private final ReportWriter writer;
    private final Place place;
    private final Folder folder;
    private final Temporary temporary;

    private ReservedReport(String pattern, Report.Jvm jvm, ZoneId zone) throws IOException {
        this.name = new FileName(pattern, zone);
        this.writer = ReportFiles.writerFor(pattern, zone);
        this.place = Place.of(Path.of(name.of(jvm, Instant.now())));
        if (place.stream() != null) throw new RefusedFile(Path.of(pattern), "is no file");
        this.folder = Folder.of(place);
        try {
            OLDER.check(folder, place.name());
            this.temporary = Temporary.in(folder);
            Leftovers.tidy(folder, System.currentTimeMillis());
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Why it will not work, as far as that can be told before the application runs; null where nothing speaks against
     * it.
     */
    public static @Nullable String whyNot(String pattern, Report.Jvm jvm) {
        return ReportFiles.whyNot(new FileName(pattern, ZoneOffset.UTC), jvm);
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
            throw ReportFiles.failure(pattern, e);
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
            writer.write(report, temporary.out());
            String last = name.hasTime() ? String.valueOf(Path.of(path).getFileName()) : place.name();
            OLDER.makeRoom(folder, last);
            temporary.become(last);
            return folder.path.resolve(last);
        } catch (IOException | InvalidPathException e) {
            throw ReportFiles.failure(path, e);
        }
    }

    /** Leaves no file behind that was not written. */
    @Override
    public void close() throws IOException {
        try (folder) {
            temporary.close();
        }
    }
}
