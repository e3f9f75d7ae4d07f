package io.tcpclose.core.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The descriptors of one process: /proc/PID/fd. */
final class FdFolder {
    /** Answered of a link that may be there and cannot be read. */
    static final long REFUSED = -2;

    private static final long NO_SOCKET = -1;
    private static final String PREFIX = "socket:[";

    private final Path process;
    private final Path folder;

    /** @param process such as /proc/self */
    FdFolder(Path process) {
        this.process = process;
        this.folder = process.resolve("fd");
    }

    /** The open numbers, ascending; {@code null} when they cannot be listed. */
    int @Nullable [] numbers() {
        return NumberedEntries.list(folder.toFile());
    }

    /** The inode of a socket; {@link #REFUSED}, or another negative number when there is no socket. */
    long inode(int fd) {
        try {
            return inode(
                    Files.readSymbolicLink(folder.resolve(Integer.toString(fd))).toString());
        } catch (NoSuchFileException | NotLinkException e) {
            return NO_SOCKET;
        } catch (IOException | RuntimeException e) {
            return REFUSED;
        }
    }

    /** {@code socket:[N]}, written by sockfs_dname in net/socket.c. */
    private static long inode(String link) {
        boolean socket = link.startsWith(PREFIX) && link.endsWith("]");
        return socket ? Decimal.parse(link, PREFIX.length(), link.length() - 1) : NO_SOCKET;
    }

    /**
     * Whether there may be descriptors although they could not be read. A kernel thread and a zombie have no memory and no
     * descriptors, but refuse all the same.
     */
    boolean mayHold() {
        return exists() && !statm().startsWith("0 ");
    }

    private boolean exists() {
        try {
            return folder.toFile().exists();
        } catch (SecurityException e) {
            return true;
        }
    }

    /** Sizes in pages, the first one of all memory; any user may read it. */
    private String statm() {
        return RegularFile.text(file("statm"), 64, StandardCharsets.US_ASCII);
    }

    /** The name that the process gave itself; made harmless, it is not ours. */
    String command() {
        String comm = RegularFile.text(file("comm"), 64, StandardCharsets.UTF_8);
        return comm.isEmpty() ? "?" : harmless(comm.endsWith("\n") ? comm.substring(0, comm.length() - 1) : comm);
    }

    private File file(String name) {
        return process.resolve(name).toFile();
    }

    private static String harmless(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            clean.append(steers(c) ? '?' : c);
        }
        return clean.isEmpty() ? "?" : clean.toString();
    }

    /** Whether it moves a terminal's cursor, ends a line, or turns the direction of a text. */
    private static boolean steers(char c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
