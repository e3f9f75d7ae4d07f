package io.tcpclose.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that only their owner may read, and that are whole or not there. */
public final class OwnerOnlyFile {
    private OwnerOnlyFile() {}

    /** Writes what the file shall hold. */
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Replaces the file at once, where it is a regular file of this user or none; see {@link Place} for links.
     * /dev/stdout and /dev/stderr are written on to. Directories are not created.
     */
    public static void write(Path path, Content content) throws IOException {
        write(Place.of(path), Snapshots.NONE, content);
    }

    /** @param older what happens to the file that is replaced */
    static void write(Place place, Snapshots older, Content content) throws IOException {
        OutputStream stream = place.stream();
        if (stream != null) {
            content.write(stream);
            stream.flush();
            return;
        }
        try (Folder folder = Folder.of(place)) {
            replace(folder, place.name(), older, content);
        }
    }

    private static void replace(Folder folder, String name, Snapshots older, Content content) throws IOException {
        older.check(folder, name);
        try (Temporary temporary = Temporary.in(folder)) {
            content.write(temporary.out());
            older.makeRoom(folder, name);
            temporary.become(name);
        }
    }

    /**
     * Why it failed, for a person.
     *
     * @param target what was to be written, and is not named again
     */
    public static String reason(Exception e, String target) {
        if (e instanceof RefusedFile refused) return Text.clean(refused.reason(target));
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
