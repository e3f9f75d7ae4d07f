package io.tcpclose.export.http;

import io.tcpclose.export.SocketFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory of a user's control sockets, which only he can enter.
 *
 * @param user effective number of our user, its name where there is no /proc
 */
record ControlHome(Path directory, String user) {
    /** {@code /tmp/tcpclose-<uid>}, as HotSpot's own files for attaching are in /tmp whatever java.io.tmpdir says. */
    static ControlHome own() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status))
            return in(System.getProperty("java.io.tmpdir", "/tmp"), System.getProperty("user.name", ""));
        for (String line : Files.readAllLines(status)) {
            String[] words = line.split("\\s+");
            if (words[0].equals("Uid:") && words.length > 2) return in("/tmp", words[2]);
        }
        throw new IOException("no Uid in " + status);
    }

    private static ControlHome in(String parent, String user) {
        return new ControlHome(Path.of(parent, "tcpclose-" + user.replaceAll("[^A-Za-z0-9_-]", "_")), user);
    }

    void make() throws IOException {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException there) {
            // looked at below like one of ours
        }
        PosixFileAttributes found =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isPrivate = PosixFilePermissions.toString(found.permissions()).endsWith("------");
        if (!found.isDirectory() || !isPrivate || !owns(directory))
            throw new IOException(directory + " is not a directory that only this user can enter");
    }

    /** Of the thing itself, not of what a link leads to. */
    boolean owns(Path path) throws IOException {
        String uid = String.valueOf(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        return uid.equals(user)
                || Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().equals(user);
    }

    /** A socket, and our user's: nothing else is ever taken away. */
    boolean ownsSocket(Path path) throws IOException {
        return SocketFile.is(path) && owns(path);
    }
}
