package io.tcpclose.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Files that only their owner may read, and that are whole or not there. */
public final class OwnerOnlyFile {
    private OwnerOnlyFile() {}

    /** Writes what the file shall hold. */
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Replaces the file at once, or writes on to what is none, such as /dev/stdout. Directories are not created. */
    public static void write(Path path, Content content) throws IOException {
        if (Files.isDirectory(path)) throw new FileSystemException(path.toString(), null, "is a directory");
        if (isStream(path)) {
            try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.APPEND)) {
                content.write(out);
            }
        } else {
            replace(Files.isSymbolicLink(path) ? path.toRealPath() : path, content);
        }
    }

    private static void replace(Path path, Content content) throws IOException {
        Path temporary = temporary(path);
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                content.write(out);
            }
            move(temporary, path);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Replacing /dev/null would break the machine, and what /dev/stderr leads to may be the application's log: these
     * are written to and stay what they are.
     */
    static boolean isStream(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        boolean linkOfSystem =
                Files.isSymbolicLink(path) && (absolute.startsWith("/dev") || absolute.startsWith("/proc"));
        return Files.exists(path) && (linkOfSystem || !Files.isRegularFile(path));
    }

    /** An empty file beside the path, to be moved there. */
    static Path temporary(Path path) throws IOException {
        Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a directory");
        if (!Files.isDirectory(directory)) {
            throw new FileSystemException(path.toString(), null, "no directory " + directory);
        }
        return Files.createFile(directory.resolve(TemporaryName.next()), ownerOnly(directory));
    }

    /** An empty file; one that is there already stays as it is. */
    static void create(Path path) throws IOException {
        try {
            Files.createFile(path, ownerOnly(path));
        } catch (FileAlreadyExistsException another) {
            // Another process was first.
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> owner = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)};
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Why it failed, for a person, without the path. */
    public static String reason(Exception e) {
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
