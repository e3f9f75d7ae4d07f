package io.tcpclose.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a name stands for, links not followed.
 *
 * @param mode kind and permissions, as in inode(7)
 * @param uid whose it is
 * @param names how many names it has
 * @param key the same for the same file only
 */
record Entry(int mode, int uid, int names, Object key) {
    static final String STRANGE_LINK = "is a link that somebody else may have placed";

    private static final String ATTRIBUTES = "unix:mode,uid,nlink,fileKey";

    private static final int KIND = 0170000;
    private static final int SOCKET = 0140000;
    private static final int LINK = 0120000;
    private static final int FILE = 0100000;
    private static final int FOLDER = 0040000;
    private static final int PIPE = 0010000;

    private static final int STICKY = 01000;
    private static final int OF_OTHERS = 077;
    private static final int WRITABLE_FOR_OTHERS = 022;

    private static final int ROOT = 0;

    static boolean hasNumbers(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Null where nothing has that name. */
    static @Nullable Entry of(Path path) throws IOException {
        try {
            if (!hasNumbers(path)) return foreign(path);
            Map<String, Object> found = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            return new Entry(
                    number(found, "mode"),
                    number(found, "uid"),
                    number(found, "nlink"),
                    Objects.requireNonNull(found.get("fileKey"), "has an inode"));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static int number(Map<String, Object> found, String name) {
        return ((Number) Objects.requireNonNull(found.get(name), name)).intValue();
    }

    /** Where files have neither mode nor number of their user, all of them are taken for ours. */
    private static Entry foreign(Path path) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        int kind = found.isSymbolicLink() ? LINK : found.isDirectory() ? FOLDER : found.isRegularFile() ? FILE : 0;
        Object key = found.fileKey();
        return new Entry(kind, ROOT, 1, key == null ? path.toAbsolutePath() : key);
    }

    private boolean is(int kind) {
        return (mode & KIND) == kind;
    }

    boolean isLink() {
        return is(LINK);
    }

    boolean isFolder() {
        return is(FOLDER);
    }

    boolean isForOthers() {
        return (mode & OF_OTHERS) != 0;
    }

    /** Root may do everything anyway. */
    private boolean isTrusted(int us) {
        return uid == us || uid == ROOT;
    }

    /** Whether somebody else may put names into this folder. An access list shows in the group's bits (acl(5)). */
    boolean isShared(int us) {
        return !isTrusted(us) || (mode & WRITABLE_FOR_OTHERS) != 0;
    }

    /** Whether nobody but us and root can have put this into the folder, or can take it out again. */
    boolean isFirmIn(Entry folder, int us) {
        if (!folder.isShared(us)) return true;
        return folder.isTrusted(us) && (folder.mode & STICKY) != 0 && isTrusted(us);
    }

    /** Why it is not to be written to, replaced or deleted, for a person; null for a regular file. */
    @Nullable
    String whyNoFile() {
        if (is(FILE)) return null;
        if (is(FOLDER)) return "is a directory";
        if (is(LINK)) return STRANGE_LINK;
        return is(PIPE) ? "is a pipe" : is(SOCKET) ? "is a socket" : "is a device";
    }
}
