package io.tcpclose.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a file that is written, and what is done there by name. No name is followed, nothing is replaced or
 * deleted that is not a regular file of this user, and what is made is readable for this user only.
 *
 * <p>What remains: in a folder that others may write to and that is not sticky, they may put another file in the
 * place of ours between a look and the deed. It then is one that they could have taken away themselves; a pipe that
 * gets there in that moment holds up the thread that opens it.
 */
abstract sealed class Folder implements Closeable permits FirmFolder, OpenFolder {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    final Path path;
    private final ThisUser us;
    /** Whose a file is that we make here; -1 where that was not asked yet. */
    private int ours = -1;

    Folder(Path path, ThisUser us) {
        this.path = path;
        this.us = us;
    }

    static Folder of(Place place) throws IOException {
        return place.firm().equals(place.folder()) ? new FirmFolder(place) : OpenFolder.of(place);
    }

    /** Null where nothing has that name. */
    abstract @Nullable Entry entry(String name) throws IOException;

    abstract SeekableByteChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes)
            throws IOException;

    /** What has the new name is replaced at once. */
    abstract void rename(String from, String to) throws IOException;

    /** Gives the file another name, which is free, and leaves it the old one where that is possible. */
    abstract void alsoName(String name, String other) throws IOException;

    abstract void remove(String name) throws IOException;

    abstract @Nullable PosixFileAttributeView permissions(String name);

    /** @throws IOException where there is something of that name that is no regular file of this user */
    final @Nullable Entry demandOwn(String name) throws IOException {
        Entry entry = entry(name);
        String reason = entry == null ? null : whyNot(entry);
        if (reason != null) throw new RefusedFile(path.resolve(name), reason);
        return entry;
    }

    private @Nullable String whyNot(Entry entry) throws IOException {
        String reason = entry.whyNoFile();
        return reason != null || isOurs(entry) ? reason : "belongs to another user";
    }

    private boolean isOurs(Entry entry) throws IOException {
        if (entry.uid() == us.uid()) return true;
        return us.canBeMapped() && entry.uid() == whoMakesFiles();
    }

    private int whoMakesFiles() throws IOException {
        if (ours < 0) {
            try (Temporary tried = Temporary.in(this)) {
                ours = tried.uid();
            }
        }
        return ours;
    }

    final FileChannel create(String name) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return (FileChannel)
                (Entry.hasNumbers(path)
                        ? open(name, options, PosixFilePermissions.asFileAttribute(OWNER))
                        : open(name, options));
    }

    /**
     * For appending to what is there.
     *
     * @throws IOException where it is no regular file of this user, or where others may have given it this name: a
     *     hard link leads to any file of ours on that disk
     */
    final FileChannel append(String name) throws IOException {
        Entry before = Objects.requireNonNull(demandOwn(name), "it was there");
        if (before.names() > 1 && isShared()) throw new RefusedFile(path.resolve(name), "has a second name");
        FileChannel channel = (FileChannel)
                open(name, Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS));
        try {
            if (!before.equals(entry(name))) throw new RefusedFile(path.resolve(name), "was replaced meanwhile");
            narrow(name, before);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private boolean isShared() throws IOException {
        Entry folder = Entry.of(path);
        return folder == null || folder.isShared(us.uid());
    }

    /** From now on for its owner only. */
    final void narrow(String name, Entry entry) throws IOException {
        if (!entry.isForOthers()) return;
        PosixFileAttributeView view = permissions(name);
        if (view != null) view.setPermissions(OWNER);
    }

    /** Leaves alone what is no regular file of ours. */
    final void deleteOwn(String name) throws IOException {
        Entry entry = entry(name);
        if (entry != null && whyNot(entry) == null) remove(name);
    }
}
